//! Labels at the desk: F9 where something is in view, a label for each scan, and what printers do not get on with.

#![expect(clippy::unwrap_used, reason = "what a test cannot unwrap has failed it")]

mod desk;
#[expect(dead_code, reason = "the spool's own tests take more of it")]
#[path = "../printing/fake.rs"]
mod fake;
mod notes;
#[path = "../support/mod.rs"]
mod support;

use std::net::TcpListener;
use std::path::Path;
use std::sync::Arc;

use dockhand::config::LabelConfig;
use dockhand::printing::PrintRoom;
use support::Shop;
use support::bench::{BARCODE, Bench, print_room, xterm};
use tempfile::TempDir;

/// A port that nobody listens at.
fn free_port() -> u16 {
    TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap().port()
}

/// A print room with a printer called zebra-1 at a port.
fn zebra_at(folder: &Path, port: u16, differ: impl FnOnce(&mut LabelConfig)) -> Arc<PrintRoom> {
    print_room(folder, |labels| {
        labels.printers = vec![format!("zebra-1 zpl tcp:127.0.0.1:{port}")];
        differ(labels);
    })
}

/// A desk with a product called Phone X, and the folder its spool and files are in.
fn desk(folder: &TempDir, size: (u16, u16), room: Option<Arc<PrintRoom>>) -> Bench {
    let shop = Shop::in_memory();
    let barcode = dockhand::domain::product::Barcode {
        text: BARCODE.to_owned(),
        pack: dockhand::domain::quantity::Quantity::pieces(1),
    };
    shop.product(dockhand::domain::product::Product { barcodes: vec![barcode], ..support::serialised("Phone X") });
    let room = room.unwrap_or_else(|| print_room(folder.path(), |_| ()));
    Bench::printing(shop, size, xterm(), room, |_| ())
}

/// Scans the product and so many serials into a draft: `SN-1`, `SN-2` …
fn scanned(desk: &mut Bench, serials: u32) -> &mut Bench {
    desk.scan("DH:RECEIVE").scan(BARCODE);
    for serial in 1..=serials {
        desk.scan(&format!("SN-{serial}"));
    }
    desk
}

/// The text a label of ZPL has for people.
fn says(label: &str, text: &str) -> bool {
    label.starts_with("^XA") && label.contains(&format!("^FD{text}^FS"))
}
