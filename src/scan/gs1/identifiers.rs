//! The table of Application Identifiers, a row an identifier or a range of them (GS1 General Specifications, figure 3.2-1).

use super::checks::{Check, Set};

/// A row: one identifier, or a range whose last digit says how many decimals its value has.
#[derive(Debug, PartialEq, Eq)]
pub struct Identifier {
    /// First of the range.
    pub first: &'static str,
    /// Last of the range; the same of a single one.
    pub last: &'static str,
    /// Its data title.
    pub title: &'static str,
    /// Components of its value, in order.
    pub parts: &'static [Part],
    /// Its length is predefined: no FNC1 follows it (figure 7.8.5-2).
    pub predefined: bool,
    /// What must stand beside it: one of each list. `01+21` is both.
    pub needs: [&'static str; 2],
    /// What must not stand beside it; `n` is any digit.
    pub bars: &'static str,
    /// It is the primary key of a Digital Link: the sequences of qualifiers that may follow it.
    pub key: Option<&'static str>,
    /// It may be an attribute in the query of a Digital Link.
    pub attribute: bool,
}

/// A component of a value.
#[derive(Debug, PartialEq, Eq)]
pub struct Part {
    /// Characters it may have.
    pub set: Set,
    /// At least so many.
    pub least: usize,
    /// At most so many.
    pub most: usize,
    /// It may be missing, it and all behind it.
    pub optional: bool,
    /// What it must be beyond that.
    pub checks: &'static [Check],
}

const fn part(set: Set, least: usize, most: usize) -> Part {
    Part { set, least, most, optional: false, checks: &[] }
}

/// Exactly so many digits.
const fn n(digits: usize) -> Part {
    part(Set::Digits, digits, digits)
}

/// Up to so many digits.
const fn n_to(digits: usize) -> Part {
    part(Set::Digits, 1, digits)
}

/// Exactly so many characters of set 82.
const fn x(characters: usize) -> Part {
    part(Set::Set82, characters, characters)
}

/// Up to so many characters of set 82.
const fn x_to(characters: usize) -> Part {
    part(Set::Set82, 1, characters)
}

impl Part {
    const fn is(self, checks: &'static [Check]) -> Part {
        Part { checks, ..self }
    }

    const fn or_none(self) -> Part {
        Part { optional: true, ..self }
    }
}

const fn row(first: &'static str, title: &'static str, parts: &'static [Part]) -> Identifier {
    rows(first, first, title, parts)
}

const fn rows(first: &'static str, last: &'static str, title: &'static str, parts: &'static [Part]) -> Identifier {
    Identifier { first, last, title, parts, predefined: false, needs: ["", ""], bars: "", key: None, attribute: true }
}

impl Identifier {
    const fn predefined(self) -> Identifier {
        Identifier { predefined: true, ..self }
    }

    const fn needs(self, needs: &'static str) -> Identifier {
        Identifier { needs: [needs, self.needs[1]], ..self }
    }

    const fn and(self, needs: &'static str) -> Identifier {
        Identifier { needs: [self.needs[0], needs], ..self }
    }

    const fn bars(self, bars: &'static str) -> Identifier {
        Identifier { bars, ..self }
    }

    const fn key(self, qualifiers: &'static str) -> Identifier {
        Identifier { key: Some(qualifiers), ..self }
    }

    /// It is no attribute of a link: it qualifies a key and stands in the path only, or in no link at all.
    const fn path_only(self) -> Identifier {
        Identifier { attribute: false, ..self }
    }

    /// Returns the fewest characters a value may have.
    pub fn least(&self) -> usize {
        self.parts.iter().filter(|part| !part.optional).map(|part| part.least).sum()
    }

    /// Returns the most characters a value may have.
    pub fn most(&self) -> usize {
        self.parts.iter().map(|part| part.most).sum()
    }
}

/// Digits of all identifiers that begin with these two; `None` when there is no such identifier.
pub fn digits_of(text: &str) -> Option<usize> {
    let [a, b, ..] = *text.as_bytes() else { return None };
    Some(match (a, b) {
        (b'0', b'0'..=b'3')
        | (b'2', b'0'..=b'2')
        | (b'1', b'0'..=b'3' | b'5'..=b'7')
        | (b'3', b'0' | b'7')
        | (b'9', _) => 2,
        (b'2', b'3'..=b'5') | (b'4', b'0'..=b'2') | (b'7', b'1') => 3,
        (b'3', b'1'..=b'6' | b'9') | (b'4', b'3') | (b'7', b'0' | b'2') | (b'8', b'0'..=b'2') => 4,
        _ => return None,
    })
}

/// Returns the row of an identifier.
pub fn find(ai: &str) -> Option<&'static Identifier> {
    let at = ROWS.partition_point(|row| row.first <= ai);
    let row = ROWS.get(at.checked_sub(1)?)?;
    (row.first.len() == ai.len() && ai <= row.last && ai.bytes().all(|digit| digit.is_ascii_digit())).then_some(row)
}

use Check::{
    CheckDigit, CheckPair, CompanyPrefix, Country, CountryAlpha, CountryOrAll, CouponCode, CouponOffer, Currency, Day,
    DayOfMonth, FullDay, Hour, HourMinute, Hyphen, Iban, Importer, Latitude, Longitude, MediaType, Minute,
    NoLeadingZero, NonDigit, NonZero, PackageType, Percent, PieceOfTotal, PrefixInside, Second, Sequence, Sex, Winding,
    YesNo, Zero,
};

const TRADE: &str = "01,02,8006,8026";
const ANY_TRADE: &str = "01,02,03,8006,8026";
const MEASURED: &str = "30,31nn,32nn,35nn,36nn";
const KEY: &[Check] = &[CheckDigit, CompanyPrefix];
const ITEM: &[Check] = &[CheckDigit, PrefixInside];
const DATE: &[Part] = &[n(6).is(&[DayOfMonth])];
const GTIN: &[Part] = &[n(14).is(ITEM)];
const GLN: &[Part] = &[n(13).is(KEY)];
const WEIGHED: &[Part] = &[n(6)];
const NAME: &[Part] = &[x_to(35).is(&[Percent])];
const ADDRESS: &[Part] = &[x_to(70).is(&[Percent])];
const PERSON: &[Part] = &[x_to(40).is(&[Percent])];
const FLAG: &[Part] = &[n(1).is(&[YesNo])];
const MOMENT: &[Part] = &[n(6).is(&[DayOfMonth]), n(4).is(&[HourMinute])];
const DEGREES: &[Part] = &[n(6), x(1).is(&[Hyphen]).or_none()];
const COUNTRY: &[Part] = &[n(3).is(&[Country])];
const COUNTRIES: &[Part] = &[
    n(3).is(&[Country]),
    n(3).is(&[Country]).or_none(),
    n(3).is(&[Country]).or_none(),
    n(3).is(&[Country]).or_none(),
    n(3).is(&[Country]).or_none(),
];
const PROCESSOR: &[Part] = &[n(3).is(&[CountryOrAll]), x_to(27)];
const CERTIFICATE: &[Part] = &[x(2), x_to(28)];
const PIECE: &[Part] = &[n(14).is(ITEM), n(4).is(&[PieceOfTotal])];
const MONEY: &[Part] = &[n(3).is(&[Currency]), n_to(15)];

/// A measure of a trade item: six digits, the identifier's last digit says how many are decimals.
const fn measure(first: &'static str, last: &'static str, title: &'static str, alike: &'static str) -> Identifier {
    rows(first, last, title, WEIGHED).predefined().needs("01,02").bars(alike)
}

/// A measure of a logistic unit.
const fn logistic(first: &'static str, last: &'static str, title: &'static str, alike: &'static str) -> Identifier {
    rows(first, last, title, WEIGHED).predefined().needs("00,01").bars(alike)
}

/// Every identifier, in the order of its digits.
pub static ROWS: &[Identifier] = &[
    row("00", "SSCC", &[n(18).is(ITEM)]).predefined().key(""),
    row("01", "GTIN", GTIN).predefined().bars("255,37").key("22,10,21|235"),
    row("02", "CONTENT", GTIN).predefined().needs("37").bars("01,03"),
    row("03", "MTO GTIN", GTIN).predefined().bars("01,02,37").path_only(),
    row("10", "BATCH/LOT", &[x_to(20)]).needs(ANY_TRADE),
    row("11", "PROD DATE", DATE).predefined().needs(ANY_TRADE),
    row("12", "DUE DATE", DATE).predefined().needs("8020"),
    row("13", "PACK DATE", DATE).predefined().needs(ANY_TRADE),
    row("15", "BEST BEFORE or BEST BY", DATE).predefined().needs(ANY_TRADE),
    row("16", "SELL BY", DATE).predefined().needs(ANY_TRADE),
    row("17", "USE BY or EXPIRY", DATE).predefined().needs("01,02,03,255,8006,8026"),
    row("20", "VARIANT", &[n(2)]).predefined().needs(TRADE),
    row("21", "SERIAL", &[x_to(20)]).needs("01,03,8006").bars("235").path_only(),
    row("22", "CPV", &[x_to(20)]).needs("01").path_only(),
    row("235", "TPX", &[x_to(28)]).needs("01").path_only(),
    row("240", "ADDITIONAL ID", &[x_to(30)]).needs(TRADE),
    row("241", "CUST. PART No.", &[x_to(30)]).needs(TRADE),
    row("242", "MTO VARIANT", &[n_to(6)]).needs(TRADE),
    row("243", "PCN", &[x_to(20)]).needs("01"),
    row("250", "SECONDARY SERIAL", &[x_to(30)]).needs("01,8006").and("21"),
    row("251", "REF. TO SOURCE", &[x_to(30)]).needs("01,8006"),
    row("253", "GDTI", &[n(13).is(KEY), x_to(17).or_none()]).key(""),
    row("254", "GLN EXTENSION COMPONENT", &[x_to(20)]).needs("414").path_only(),
    row("255", "GCN", &[n(13).is(KEY), n_to(12).or_none()]).bars("01,02,415,8006,8020,8026").key(""),
    row("30", "VAR. COUNT", &[n_to(8)]).needs("01,02"),
    measure("3100", "3105", "NET WEIGHT (kg)", "310n"),
    measure("3110", "3115", "LENGTH (m)", "311n"),
    measure("3120", "3125", "WIDTH (m)", "312n"),
    measure("3130", "3135", "HEIGHT (m)", "313n"),
    measure("3140", "3145", "AREA (m²)", "314n"),
    measure("3150", "3155", "NET VOLUME (l)", "315n"),
    measure("3160", "3165", "NET VOLUME (m³)", "316n"),
    measure("3200", "3205", "NET WEIGHT (lb)", "320n"),
    measure("3210", "3215", "LENGTH (in)", "321n"),
    measure("3220", "3225", "LENGTH (ft)", "322n"),
    measure("3230", "3235", "LENGTH (yd)", "323n"),
    measure("3240", "3245", "WIDTH (in)", "324n"),
    measure("3250", "3255", "WIDTH (ft)", "325n"),
    measure("3260", "3265", "WIDTH (yd)", "326n"),
    measure("3270", "3275", "HEIGHT (in)", "327n"),
    measure("3280", "3285", "HEIGHT (ft)", "328n"),
    measure("3290", "3295", "HEIGHT (yd)", "329n"),
    logistic("3300", "3305", "GROSS WEIGHT (kg)", "330n"),
    logistic("3310", "3315", "LENGTH (m), log", "331n"),
    logistic("3320", "3325", "WIDTH (m), log", "332n"),
    logistic("3330", "3335", "HEIGHT (m), log", "333n"),
    logistic("3340", "3345", "AREA (m²), log", "334n"),
    logistic("3350", "3355", "VOLUME (l), log", "335n"),
    logistic("3360", "3365", "VOLUME (m³), log", "336n"),
    rows("3370", "3375", "KG PER m²", WEIGHED).predefined().needs("01").bars("337n"),
    logistic("3400", "3405", "GROSS WEIGHT (lb)", "340n"),
    logistic("3410", "3415", "LENGTH (in), log", "341n"),
    logistic("3420", "3425", "LENGTH (ft), log", "342n"),
    logistic("3430", "3435", "LENGTH (yd), log", "343n"),
    logistic("3440", "3445", "WIDTH (in), log", "344n"),
    logistic("3450", "3455", "WIDTH (ft), log", "345n"),
    logistic("3460", "3465", "WIDTH (yd), log", "346n"),
    logistic("3470", "3475", "HEIGHT (in), log", "347n"),
    logistic("3480", "3485", "HEIGHT (ft), log", "348n"),
    logistic("3490", "3495", "HEIGHT (yd), log", "349n"),
    measure("3500", "3505", "AREA (in²)", "350n"),
    measure("3510", "3515", "AREA (ft²)", "351n"),
    measure("3520", "3525", "AREA (yd²)", "352n"),
    logistic("3530", "3535", "AREA (in²), log", "353n"),
    logistic("3540", "3545", "AREA (ft²), log", "354n"),
    logistic("3550", "3555", "AREA (yd²), log", "355n"),
    measure("3560", "3565", "NET WEIGHT (t oz)", "356n"),
    measure("3570", "3575", "NET VOLUME (oz)", "357n"),
    measure("3600", "3605", "NET VOLUME (qt)", "360n"),
    measure("3610", "3615", "NET VOLUME (gal.)", "361n"),
    logistic("3620", "3625", "VOLUME (qt), log", "362n"),
    logistic("3630", "3635", "VOLUME (gal.), log", "363n"),
    measure("3640", "3645", "VOLUME (in³)", "364n"),
    measure("3650", "3655", "VOLUME (ft³)", "365n"),
    measure("3660", "3665", "VOLUME (yd³)", "366n"),
    logistic("3670", "3675", "VOLUME (in³), log", "367n"),
    logistic("3680", "3685", "VOLUME (ft³), log", "368n"),
    logistic("3690", "3695", "VOLUME (yd³), log", "369n"),
    row("37", "COUNT", &[n_to(8)]).needs("00").and("02,8026"),
    rows("3900", "3909", "AMOUNT", &[n_to(15)]).needs("255,8020").bars("390n,391n,394n,8111"),
    rows("3910", "3919", "AMOUNT", MONEY).needs("8020").bars("391n"),
    rows("3920", "3929", "PRICE", &[n_to(15)]).needs("01").and(MEASURED).bars("392n,393n"),
    rows("3930", "3939", "PRICE", MONEY).needs(MEASURED).bars("393n"),
    rows("3940", "3943", "PRCNT OFF", &[n(4)]).needs("255").bars("394n,8111"),
    rows("3950", "3955", "PRICE/UoM", &[n(6)]).needs(MEASURED).bars("392n,393n,395n,8005"),
    row("400", "ORDER NUMBER", &[x_to(30)]),
    row("401", "GINC", &[x_to(30).is(&[CompanyPrefix])]).key(""),
    row("402", "GSIN", &[n(17).is(KEY)]).key(""),
    row("403", "ROUTE", &[x_to(30)]).needs("00"),
    row("410", "SHIP TO LOC", GLN).predefined(),
    row("411", "BILL TO", GLN).predefined(),
    row("412", "PURCHASE FROM", GLN).predefined(),
    row("413", "SHIP FOR LOC", GLN).predefined(),
    row("414", "LOC No.", GLN).predefined().key("254|7040"),
    row("415", "PAY TO", GLN).predefined().needs("8020").key("8020"),
    row("416", "PROD/SERV LOC", GLN).predefined(),
    row("417", "PARTY", GLN).predefined().key("7040"),
    row("420", "SHIP TO POST", &[x_to(20)]).bars("421"),
    row("421", "SHIP TO POST", &[n(3).is(&[Country]), x_to(9)]).bars("4307"),
    row("422", "ORIGIN", COUNTRY).needs(TRADE).bars("426"),
    row("423", "COUNTRY - INITIAL PROCESS", COUNTRIES).needs("01,02").bars("426"),
    row("424", "COUNTRY - PROCESS", COUNTRY).needs("01,02").bars("426"),
    row("425", "COUNTRY - DISASSEMBLY", COUNTRIES).needs("01,02").bars("426"),
    row("426", "COUNTRY - FULL PROCESS", COUNTRY).needs("01,02"),
    row("427", "ORIGIN SUBDIVISION", &[x_to(3)]).needs("01,02").and("422"),
    row("4300", "SHIP TO COMP", NAME).needs("00"),
    row("4301", "SHIP TO NAME", NAME).needs("00"),
    row("4302", "SHIP TO ADD1", ADDRESS).needs("00"),
    row("4303", "SHIP TO ADD2", ADDRESS).needs("4302"),
    row("4304", "SHIP TO SUB", ADDRESS).needs("00"),
    row("4305", "SHIP TO LOC", ADDRESS).needs("00"),
    row("4306", "SHIP TO REG", ADDRESS).needs("00"),
    row("4307", "SHIP TO COUNTRY", &[x(2).is(&[CountryAlpha])]).needs("00"),
    row("4308", "SHIP TO PHONE", &[x_to(30)]).needs("00"),
    row("4309", "SHIP TO GEO", &[n(10).is(&[Latitude]), n(10).is(&[Longitude])]).needs("00"),
    row("4310", "RTN TO COMP", NAME).needs("00"),
    row("4311", "RTN TO NAME", NAME).needs("00"),
    row("4312", "RTN TO ADD1", ADDRESS).needs("00"),
    row("4313", "RTN TO ADD2", ADDRESS).needs("4312"),
    row("4314", "RTN TO SUB", ADDRESS).needs("00"),
    row("4315", "RTN TO LOC", ADDRESS).needs("00"),
    row("4316", "RTN TO REG", ADDRESS).needs("00"),
    row("4317", "RTN TO COUNTRY", &[x(2).is(&[CountryAlpha])]).needs("00"),
    row("4318", "RTN TO POST", &[x_to(20)]).needs("00"),
    row("4319", "RTN TO PHONE", &[x_to(30)]).needs("00"),
    row("4320", "SRV DESCRIPTION", NAME).needs("00"),
    row("4321", "DANGEROUS GOODS", FLAG).needs("00"),
    row("4322", "AUTH TO LEAVE", FLAG).needs("00"),
    row("4323", "SIG REQUIRED", FLAG).needs("00"),
    row("4324", "NOT BEF DEL DT", MOMENT).needs("00"),
    row("4325", "NOT AFT DEL DT", MOMENT).needs("00"),
    row("4326", "REL DATE", &[n(6).is(&[Day])]).needs("00"),
    row("4330", "MAX TEMP F.", DEGREES).needs("00").bars("4331"),
    row("4331", "MAX TEMP C.", DEGREES).needs("00").bars("4330"),
    row("4332", "MIN TEMP F.", DEGREES).needs("00").bars("4333"),
    row("4333", "MIN TEMP C.", DEGREES).needs("00").bars("4332"),
    row("7001", "NSN", &[n(13)]).needs(TRADE),
    row("7002", "MEAT CUT", &[x_to(30)]).needs("01,02"),
    row("7003", "EXPIRY TIME", &[n(6).is(&[Day]), n(4).is(&[HourMinute])]).needs("01,02"),
    row("7004", "ACTIVE POTENCY", &[n_to(4)]).needs("01").and("10"),
    row("7005", "CATCH AREA", &[x_to(12)]).needs("01,02"),
    row("7006", "FIRST FREEZE DATE", &[n(6).is(&[Day])]).needs("01,02"),
    row("7007", "HARVEST DATE", &[n(6).is(&[Day]), n(6).is(&[Day]).or_none()]).needs("01,02"),
    row("7008", "AQUATIC SPECIES", &[x_to(3)]).needs("01,02"),
    row("7009", "FISHING GEAR TYPE", &[x_to(10)]).needs("01,02"),
    row("7010", "PROD METHOD", &[x_to(2)]).needs("01,02"),
    row("7011", "TEST BY DATE", &[n(6).is(&[Day]), n(4).is(&[HourMinute]).or_none()]).needs("01,02"),
    row("7020", "REFURB LOT", &[x_to(20)]).needs("01,8006").and("416"),
    row("7021", "FUNC STAT", &[x_to(20)]).needs("01,8006"),
    row("7022", "REV STAT", &[x_to(20)]).needs("7021"),
    row("7023", "GIAI - ASSEMBLY", &[x_to(30).is(&[CompanyPrefix])]),
    rows("7030", "7039", "PROCESSOR", PROCESSOR).needs("01,02"),
    row("7040", "UIC+EXT", &[n(1), x(1), x(1), x(1).is(&[Importer])]).path_only(),
    row("7041", "UFRGT UNIT TYPE", &[x_to(4).is(&[PackageType])]).needs("00").path_only(),
    row("710", "NHRN PZN", &[x_to(20)]).needs("01"),
    row("711", "NHRN CIP", &[x_to(20)]).needs("01"),
    row("712", "NHRN CN", &[x_to(20)]).needs("01"),
    row("713", "NHRN DRN", &[x_to(20)]).needs("01"),
    row("714", "NHRN AIM", &[x_to(20)]).needs("01"),
    row("715", "NHRN NDC", &[x_to(20)]).needs("01"),
    row("716", "NHRN AIC", &[x_to(20)]).needs("01"),
    rows("7230", "7239", "CERT", CERTIFICATE).needs("01,8004"),
    row("7240", "PROTOCOL", &[x_to(20)]).needs("01,8006"),
    row("7241", "AIDC MEDIA TYPE", &[n(2).is(&[MediaType])]).needs("8017,8018"),
    row("7242", "VCN", &[x_to(25)]).needs("8017,8018"),
    row("7250", "DOB", &[n(8).is(&[FullDay])]).needs("8018").bars("7251"),
    row("7251", "DOB TIME", &[n(8).is(&[FullDay]), n(4).is(&[HourMinute])]).needs("8018").bars("7250"),
    row("7252", "BIO SEX", &[n(1).is(&[Sex])]).needs("8018"),
    row("7253", "FAMILY NAME", PERSON).needs("8017,8018").bars("7256,7259"),
    row("7254", "GIVEN NAME", PERSON).needs("8017,8018").bars("7256,7259"),
    row("7255", "SUFFIX", &[x_to(10)]).needs("8017,8018").bars("7256,7259"),
    row("7256", "FULL NAME", &[x_to(90).is(&[Percent])]).needs("8017,8018"),
    row("7257", "PERSON ADDR", ADDRESS).needs("8018"),
    row("7258", "BIRTH SEQUENCE", &[x(3).is(&[Sequence])]).needs("8018+7259"),
    row("7259", "BABY", PERSON).needs("8018").bars("7256"),
    row(
        "8001",
        "DIMENSIONS",
        &[n(4).is(&[NonZero]), n(5).is(&[NonZero]), n(3).is(&[NonZero]), n(1).is(&[Winding]), n(1)],
    )
    .needs("01"),
    row("8002", "CMT No.", &[x_to(20)]),
    row("8003", "GRAI", &[n(1).is(&[Zero]), n(13).is(KEY), x_to(16).or_none()]).key(""),
    row("8004", "GIAI", &[x_to(30).is(&[CompanyPrefix])]).key("7040"),
    row("8005", "PRICE PER UNIT", &[n(6)]).needs("01,02"),
    row("8006", "ITIP", PIECE).bars("01,37").key("22,10,21"),
    row("8007", "IBAN", &[x_to(34).is(&[Iban])]).needs("415"),
    row(
        "8008",
        "PROD TIME",
        &[n(6).is(&[Day]), n(2).is(&[Hour]), n(2).is(&[Minute]).or_none(), n(2).is(&[Second]).or_none()],
    )
    .needs("01,02"),
    row("8009", "OPTSEN", &[x_to(50)]).needs("00,01"),
    row("8010", "CPID", &[part(Set::Set39, 1, 30).is(&[CompanyPrefix])]).key("8011"),
    row("8011", "CPID SERIAL", &[n_to(12).is(&[NoLeadingZero])]).needs("8010").path_only(),
    row("8012", "VERSION", &[x_to(20)]).needs("01,8006"),
    row("8013", "GMN", &[x_to(25).is(&[CheckPair, CompanyPrefix])]).key(""),
    row("8014", "MUDI", &[x_to(25).is(&[CheckPair, CompanyPrefix, NonDigit])]).needs("01").path_only(),
    row("8017", "GSRN - PROVIDER", &[n(18).is(KEY)]).bars("8018").key("8019"),
    row("8018", "GSRN - RECIPIENT", &[n(18).is(KEY)]).bars("8017").key("8019"),
    row("8019", "SRIN", &[n_to(10)]).needs("8017,8018").path_only(),
    row("8020", "REF No.", &[x_to(25)]).needs("415").path_only(),
    row("8026", "ITIP CONTENT", PIECE).needs("37").bars("02,8006"),
    row("8030", "DIGSIG", &[part(Set::Set64, 1, 90)]).needs("00,01+21,253,255,8003,8004,8006+21,8010+8011,8017,8018"),
    row("8110", "", &[x_to(70).is(&[CouponCode])]),
    row("8111", "POINTS", &[n(4)]).needs("255"),
    row("8112", "", &[x_to(70).is(&[CouponOffer])]),
    row("8200", "PRODUCT URL", &[x_to(70)]).needs("01").path_only(),
    row("90", "INTERNAL", &[x_to(30)]),
    rows("91", "99", "INTERNAL", &[x_to(90)]),
];
