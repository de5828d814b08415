//! Papers as pages: everything is on them once, in order, within the margins, however long they are.

use dockhand::label::layout::Item;
use dockhand::label::letters::Letters;
use dockhand::label::output::pdf::Page;
use dockhand::paper::{pages, text};
use serde_json::json;

use super::{Shop, done, sheet, shop};

/// The lines of text of a page, as they are drawn.
fn words(page: &Page) -> Vec<String> {
    let items = page.laid.iter().flat_map(|(_, laid)| &laid.items);
    items.filter_map(|item| if let Item::Text(run) = item { Some(run.text.clone()) } else { None }).collect()
}

/// A shop that got so many phones in one posting, with serials as wide as they say.
fn delivery(count: u32, prefix: &str) -> Shop {
    let shop = Shop::in_memory();
    done(&shop, shop.origin, &json!({"do": "add_product", "name": "Phone", "serialised": true}));
    let serials: Vec<String> = (1..=count).map(|n| format!("{prefix}{n:06}")).collect();
    done(
        &shop,
        shop.origin,
        &json!({"do": "post", "kind": "posting", "warehouse": "Main", "supplier": "Northwind",
        "lines": [{"product": "Phone", "cost": "1", "serials": serials}]}),
    );
    shop
}

#[test]
fn five_hundred_serials_are_each_on_a_page_once_in_order_and_every_page_is_numbered() {
    for (prefix, at_least) in [("SN-", 2), ("A-SERIAL-OF-THE-MOST-UNUSUAL-LENGTH-THAT-IS-STILL-ONE-", 8)] {
        let shop = delivery(500, prefix);
        let sheet = sheet(&shop, "P-1");
        let pages = pages::lay(&sheet, &Letters::new().unwrap());
        assert!(pages.len() >= at_least, "{} pages", pages.len());
        let all: Vec<String> = pages.iter().flat_map(words).collect();
        let printed: Vec<&String> = all.iter().filter(|word| word.starts_with(prefix)).collect();
        let wanted: Vec<String> = (1..=500).map(|n| format!("{prefix}{n:06}")).collect();
        assert_eq!(printed, wanted.iter().collect::<Vec<_>>());
        for (at, page) in pages.iter().enumerate() {
            let words = words(page);
            assert!(words.contains(&format!("Page {} of {}", at + 1, pages.len())));
            assert!(words.iter().any(|word| word.contains(&sheet.head)), "the head is on every page");
            assert!(words.iter().any(|word| word == "Goods received P-1"), "{words:?}");
            // Where the table goes on, its heading does.
            assert_eq!(words.iter().filter(|word| *word == "Product").count(), 1, "page {}", at + 1);
        }
        let text = text::write(&sheet);
        assert!(wanted.iter().all(|serial| text.contains(serial.as_str())));
    }
}

#[test]
fn nothing_runs_over_a_margin_or_into_the_foot() {
    let shop = shop();
    let long = format!("A product with a name nobody would write on a label, {}", "0".repeat(60));
    done(&shop, shop.origin, &json!({"do": "add_product", "name": long}));
    done(
        &shop,
        shop.origin,
        &json!({"do": "post", "kind": "posting", "warehouse": "Main", "note": "word ".repeat(60),
        "lines": (0..40).map(|_| json!({"product": long, "quantity": "999999999", "cost": "9999.99"})).collect::<Vec<_>>()}),
    );
    for code in ["P-1", "P-2", "S-1", "W-1", "SN-0001", "T-1"] {
        let sheet = sheet(&shop, code);
        for page in pages::lay(&sheet, &Letters::new().unwrap()) {
            let (_, laid) = &page.laid[0];
            let margin = laid.width * 15 / 210;
            for item in &laid.items {
                let Item::Text(run) = item else { continue };
                assert!(run.x + 1 >= margin && run.x + run.width <= laid.width - margin + 1, "{code}: {run:?}");
                let foot = run.text.starts_with("Page ") || run.text.contains(&sheet.head);
                assert!(foot || run.baseline * 297 <= laid.height * 279, "{code}: {run:?}");
            }
        }
        assert!(text::write(&sheet).lines().all(|line| line.chars().count() <= 80), "{code}");
    }
}
