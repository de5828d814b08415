//! What a shop for phones, computers and their repair has on its shelves. Names and numbers are made up.

/// How single pieces of a product are told apart, if they are.
#[derive(Debug, Clone, Copy)]
pub(super) enum Pieces {
    /// They are not: so many come with each delivery.
    Counted(u32),
    /// By an IMEI that begins with these eight digits; so many units in all.
    Imei(&'static str, u32),
    /// By the maker's serial number that begins so; so many units in all.
    Maker(&'static str, u32),
    /// By our own number from this template; so many units in all.
    Ours(&'static str, u32),
}

/// One product of the demonstration.
#[derive(Debug, Clone, Copy)]
pub(super) struct Goods {
    pub name: &'static str,
    pub code: &'static str,
    pub category: &'static str,
    pub unit: &'static str,
    /// Cost of one in hundredths.
    pub cost: i64,
    pub minimum: u32,
    /// Months of the supplier's warranty, and of ours.
    pub warranty: (u16, u16),
    /// Which of [`SUPPLIERS`].
    pub supplier: usize,
    pub pieces: Pieces,
}

/// Who delivers, and what their invoice numbers look like.
pub(super) const SUPPLIERS: [(&str, &str); 6] = [
    ("Northwind Mobile", "NW-26"),
    ("Fabrikam Computers", "2026/F-"),
    ("Contoso Parts", "CP"),
    ("Tailspin Audio", "TA-"),
    ("Litware Cables", "L26-"),
    ("Adatum Refurbished", "AR"),
];

/// Warehouses with their codes and bins; the last bin is for goods damaged at the door.
pub(super) const WAREHOUSES: [(&str, &str, &[&str], &str); 3] = [
    ("Main", "MAIN", &["A1", "A2", "A3", "A4", "B1", "B2", "B3", "B4"], "DEF"),
    ("Shop", "SHOP", &["WALL", "DESK", "CASE"], "RET"),
    ("Workshop", "WORK", &["BENCH", "PARTS"], "SCRAP"),
];

const fn goods(
    (name, code, category): (&'static str, &'static str, &'static str),
    (unit, cost, minimum): (&'static str, i64, u32),
    warranty: (u16, u16),
    supplier: usize,
    pieces: Pieces,
) -> Goods {
    Goods { name, code, category, unit, cost, minimum, warranty, supplier, pieces }
}

use Pieces::{Counted, Imei, Maker, Ours};

/// All products. Units of those with serials add up to two thousand.
pub(super) const GOODS: [Goods; 50] = [
    goods(("Phone X 128 GB black", "PX-128-B", "Phones"), ("pc", 19_900, 20), (12, 24), 0, Imei("35693803", 220)),
    goods(("Phone X 256 GB black", "PX-256-B", "Phones"), ("pc", 24_900, 15), (12, 24), 0, Imei("35693804", 160)),
    goods(("Phone X 128 GB blue", "PX-128-U", "Phones"), ("pc", 19_900, 10), (12, 24), 0, Imei("35693805", 120)),
    goods(("Phone X Pro 512 GB", "PXP-512", "Phones"), ("pc", 54_900, 8), (12, 24), 0, Imei("35693806", 90)),
    goods(("Phone Mini 64 GB", "PM-64", "Phones"), ("pc", 11_900, 12), (12, 24), 0, Imei("35471209", 140)),
    goods(("Senior phone with dock", "SP-1", "Phones"), ("pc", 4_250, 6), (12, 24), 0, Imei("86402105", 60)),
    goods(("Tablet 10 inch 64 GB", "TB-10", "Tablets"), ("pc", 16_800, 8), (12, 24), 0, Maker("TB10K", 110)),
    goods(("Tablet 12 inch 256 GB", "TB-12", "Tablets"), ("pc", 38_900, 4), (12, 24), 0, Maker("TB12K", 60)),
    goods(("Laptop 14 inch i5 16 GB", "LT-14", "Computers"), ("pc", 58_900, 6), (24, 24), 1, Maker("5CG41", 120)),
    goods(("Laptop 15 inch i7 32 GB", "LT-15", "Computers"), ("pc", 94_500, 4), (24, 24), 1, Maker("5CG42", 80)),
    goods(("Mini PC 16 GB 512 GB", "MP-16", "Computers"), ("pc", 31_000, 5), (24, 24), 1, Maker("MPC7", 90)),
    goods(("Monitor 24 inch", "MN-24", "Monitors"), ("pc", 9_900, 10), (36, 24), 1, Maker("CN0M24", 120)),
    goods(("Monitor 27 inch QHD", "MN-27", "Monitors"), ("pc", 18_700, 6), (36, 24), 1, Maker("CN0M27", 80)),
    goods(("Laser printer A4", "LP-A4", "Printers"), ("pc", 14_300, 3), (12, 24), 1, Maker("VNB3", 40)),
    goods(("Label printer 203 dpi", "ZP-203", "Printers"), ("pc", 21_900, 2), (24, 24), 1, Maker("D2J", 30)),
    goods(("Barcode scanner USB", "BS-1", "Scanners"), ("pc", 6_400, 5), (36, 36), 1, Maker("S21", 70)),
    goods(("Router AX3000", "RT-AX", "Network"), ("pc", 5_890, 8), (24, 24), 1, Maker("223R", 100)),
    goods(("Switch 8 port", "SW-8", "Network"), ("pc", 2_450, 10), (60, 24), 1, Maker("219S", 90)),
    goods(("SSD 1 TB NVMe", "SSD-1T", "Parts"), ("pc", 5_200, 12), (60, 24), 2, Maker("S6Z1NJ", 90)),
    goods(("Phone X refurbished", "RF-PX", "Refurbished"), ("pc", 9_900, 10), (3, 12), 5, Ours("RFP{C:5}", 80)),
    goods(
        ("Laptop 14 inch refurbished", "RF-LT", "Refurbished"),
        ("pc", 24_500, 60),
        (3, 12),
        5,
        Ours("RFL{YY}{C:4}", 50),
    ),
    goods(("Screen for Phone X", "SC-PX", "Parts"), ("pc", 3_890, 20), (6, 6), 2, Counted(25)),
    goods(("Screen for Phone Mini", "SC-PM", "Parts"), ("pc", 2_790, 10), (6, 6), 2, Counted(15)),
    goods(("Battery for Phone X", "BT-PX", "Parts"), ("pc", 1_150, 30), (6, 6), 2, Counted(40)),
    goods(("Battery for Phone Mini", "BT-PM", "Parts"), ("pc", 980, 20), (6, 6), 2, Counted(30)),
    goods(("Charging port Phone X", "CP-PX", "Parts"), ("pc", 640, 15), (6, 6), 2, Counted(25)),
    goods(("Back glass Phone X black", "BG-PX-B", "Parts"), ("pc", 1_490, 40), (6, 6), 2, Counted(12)),
    goods(("Laptop battery 14 inch", "BT-LT14", "Parts"), ("pc", 3_200, 6), (12, 12), 2, Counted(8)),
    goods(("Memory 16 GB DDR5", "RAM-16", "Parts"), ("pc", 3_650, 10), (60, 24), 2, Counted(16)),
    goods(("Thermal paste 4 g", "TP-4", "Supplies"), ("pc", 320, 10), (0, 0), 2, Counted(20)),
    goods(("Isopropyl alcohol", "IPA", "Supplies"), ("l", 480, 5), (0, 0), 2, Counted(10)),
    goods(("Solder wire 0.5 mm", "SOL-05", "Supplies"), ("kg", 4_200, 10), (0, 0), 2, Counted(3)),
    goods(("Earbuds wireless", "EB-W", "Audio"), ("pc", 2_390, 15), (12, 24), 3, Counted(24)),
    goods(("Headphones over-ear", "HP-O", "Audio"), ("pc", 4_990, 8), (12, 24), 3, Counted(12)),
    goods(("Headset USB for calls", "HS-U", "Audio"), ("pc", 2_150, 10), (12, 24), 3, Counted(20)),
    goods(("Speaker portable", "SK-P", "Audio"), ("pc", 3_300, 6), (12, 24), 3, Counted(10)),
    goods(("Microphone clip-on", "MC-C", "Audio"), ("pc", 1_290, 5), (12, 24), 3, Counted(10)),
    goods(("USB-C cable 1 m", "UC-1", "Cables"), ("pc", 85, 100), (0, 24), 4, Counted(200)),
    goods(("USB-C cable 2 m", "UC-2", "Cables"), ("pc", 120, 60), (0, 24), 4, Counted(100)),
    goods(("HDMI cable 2 m", "HD-2", "Cables"), ("pc", 210, 40), (0, 24), 4, Counted(60)),
    goods(("Network cable Cat 6 3 m", "N6-3", "Cables"), ("pc", 145, 50), (0, 24), 4, Counted(100)),
    goods(("Network cable Cat 6 on the drum", "N6-D", "Cables"), ("m", 28, 200), (0, 0), 4, Counted(305)),
    goods(("Charger USB-C 20 W", "CH-20", "Chargers"), ("pc", 590, 40), (12, 24), 4, Counted(80)),
    goods(("Charger USB-C 65 W", "CH-65", "Chargers"), ("pc", 1_480, 20), (12, 24), 4, Counted(40)),
    goods(("Power bank 10,000 mAh", "PB-10", "Chargers"), ("pc", 990, 15), (12, 24), 4, Counted(30)),
    goods(("Case Phone X clear", "CS-PX-C", "Accessories"), ("pc", 180, 50), (0, 6), 0, Counted(120)),
    goods(("Glass protector Phone X", "GP-PX", "Accessories"), ("pc", 95, 80), (0, 0), 0, Counted(200)),
    goods(("Case Phone Mini", "CS-PM", "Accessories"), ("pc", 160, 30), (0, 6), 0, Counted(60)),
    goods(("Mouse wireless", "MS-W", "Accessories"), ("pc", 790, 15), (24, 24), 1, Counted(30)),
    goods(("Keyboard wired", "KB-W", "Accessories"), ("pc", 890, 12), (24, 24), 1, Counted(24)),
];
