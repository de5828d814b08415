//! The rows of the key table. Order is the footer's order, and what does not fit there is dropped from the end.

use super::{Action, Code, Key, Row, Scope};

const fn bind(scope: Scope, key: Key, action: Action, footer: &'static str, help: &'static str) -> Row {
    Row { scope, key: Some(key), beside: None, action, footer, help }
}

/// A pair of keys such as ←→ that the footer shows as one; the second has a row of its own without a word.
const fn pair(scope: Scope, key: Key, beside: Key, action: Action, footer: &'static str, help: &'static str) -> Row {
    Row { scope, key: Some(key), beside: Some(beside), action, footer, help }
}

/// Has no key: found in the palette and by its command barcode.
const fn named(scope: Scope, action: Action, help: &'static str) -> Row {
    Row { scope, key: None, beside: None, action, footer: "", help }
}

const fn f(number: u8) -> Key {
    Key::f(number)
}

const fn ctrl(character: char) -> Key {
    Key::ctrl(character)
}

const UP: Key = Key::plain(Code::Up);
const DOWN: Key = Key::plain(Code::Down);
const LEFT: Key = Key::plain(Code::Left);
const RIGHT: Key = Key::plain(Code::Right);
const ENTER: Key = Key::plain(Code::Enter);
const ESC: Key = Key::plain(Code::Esc);
const TAB: Key = Key::plain(Code::Tab);
const BACK_TAB: Key = Key::plain(Code::BackTab);
const PAGE_UP: Key = Key::plain(Code::PageUp);
const PAGE_DOWN: Key = Key::plain(Code::PageDown);
const HOME: Key = Key::plain(Code::Home);
const END: Key = Key::plain(Code::End);

/// Every key there is.
pub static ROWS: &[Row] = &[
    // Everywhere but in a question.
    bind(Scope::Everywhere, f(1), Action::Help, "help", "Lists the keys of this screen and what the line understands."),
    bind(Scope::Everywhere, ESC, Action::Back, "back", "Empties the line; goes back one screen when it is empty."),
    bind(Scope::Everywhere, ctrl('p'), Action::Palette, "more", "Opens every action by name."),
    bind(Scope::Everywhere, ctrl('o'), Action::OpenVerdict, "", "Opens what the last verdict names; Esc comes back."),
    bind(Scope::Everywhere, ctrl('l'), Action::Scans, "", "Lists the last five verdicts; Enter opens what one names."),
    bind(Scope::Everywhere, ctrl('r'), Action::Redraw, "", "Draws the whole picture again."),
    bind(Scope::Everywhere, ctrl('x'), Action::Leave, "", "Leaves the desk; it stays as it is until you come back."),
    bind(
        Scope::Everywhere,
        ctrl('g'),
        Action::SignOut,
        "",
        "Signs you out: the desk waits for a badge, your work is kept.",
    ),
    named(Scope::Everywhere, Action::Lock, "Locks the desk until your badge is scanned, or somebody else's."),
    named(Scope::Everywhere, Action::GoHome, "Goes to the first screen."),
    named(Scope::Everywhere, Action::GoFind, "Finds units, products, documents by any part of a name, code or serial."),
    named(Scope::Everywhere, Action::GoReceive, "Begins a posting: goods in."),
    named(Scope::Everywhere, Action::GoBegin, "Begins a document: you choose what it shall do."),
    named(Scope::Everywhere, Action::GoSell, "Sells: begins a sale."),
    named(Scope::Everywhere, Action::GoWriteOff, "Writes goods off: begins a write-off."),
    named(Scope::Everywhere, Action::GoTransfer, "Moves goods to another warehouse or shelf: begins a transfer."),
    named(Scope::Everywhere, Action::GoTakeBack, "Takes goods back from a client: begins a client return."),
    named(Scope::Everywhere, Action::GoSupplierReturn, "Gives goods back to their supplier: begins a supplier return."),
    named(Scope::Everywhere, Action::GoOrder, "Holds goods for a client: begins an order."),
    named(Scope::Everywhere, Action::GoProducts, "Lists the products."),
    named(Scope::Everywhere, Action::GoStock, "Shows what is in stock, by warehouse."),
    named(Scope::Everywhere, Action::GoStocktake, "Counts the stock: opens a stocktake."),
    named(Scope::Everywhere, Action::GoDocuments, "Lists the documents of all kinds."),
    named(Scope::Everywhere, Action::GoSettings, "Opens warehouses, bins, templates and this desk's settings."),
    named(Scope::Everywhere, Action::GoScanner, "Shows what the scanner sends, and finds how it is set."),
    named(Scope::Everywhere, Action::GoJournal, "Lists what was decided: when, by whom, at which desk."),
    // Lists and forms.
    bind(Scope::Lists, ENTER, Action::Enter, "open", "Opens the selected row."),
    bind(Scope::Lists, UP, Action::Up, "", "Moves one row up."),
    bind(Scope::Lists, DOWN, Action::Down, "", "Moves one row down."),
    bind(Scope::Lists, PAGE_UP, Action::PageUp, "", "Moves one page up."),
    bind(Scope::Lists, PAGE_DOWN, Action::PageDown, "", "Moves one page down."),
    bind(Scope::Lists, HOME, Action::First, "", "Moves to the first row."),
    bind(Scope::Lists, END, Action::Last, "", "Moves to the last row."),
    bind(Scope::Lists, TAB, Action::Next, "", "Goes to the next part of the screen."),
    bind(Scope::Lists, BACK_TAB, Action::Previous, "", "Goes to the part of the screen before."),
    bind(Scope::Forms, ENTER, Action::Enter, "next", "Accepts the field and goes to the next; never saves."),
    bind(Scope::Forms, TAB, Action::Next, "", "Goes to the next field."),
    bind(Scope::Forms, BACK_TAB, Action::Previous, "", "Goes to the field before."),
    bind(Scope::Forms, UP, Action::Up, "", "Goes to the field before."),
    bind(Scope::Forms, DOWN, Action::Down, "", "Goes to the next field."),
    pair(Scope::Forms, LEFT, RIGHT, Action::Left, "", "Chooses the value before, in a field with fixed values."),
    bind(Scope::Forms, RIGHT, Action::Right, "", "Chooses the next value, in a field with fixed values."),
    bind(Scope::Forms, PAGE_UP, Action::PageUp, "", "Goes to the first field."),
    bind(Scope::Forms, PAGE_DOWN, Action::PageDown, "", "Goes to the last field."),
    // Home.
    bind(
        Scope::Home,
        f(2),
        Action::GoFind,
        "find",
        "Finds units, products, documents by any part of a name or serial.",
    ),
    bind(Scope::Home, f(3), Action::GoReceive, "receive", "Begins a posting: goods in."),
    bind(Scope::Home, ctrl('n'), Action::GoBegin, "new", "Begins a sale, transfer, write-off, return, order."),
    bind(Scope::Home, f(4), Action::GoProducts, "products", "Lists the products."),
    bind(Scope::Home, f(5), Action::GoStock, "stock", "Shows what is in stock, by warehouse."),
    bind(Scope::Home, f(6), Action::GoDocuments, "documents", "Lists the documents of all kinds."),
    bind(Scope::Home, f(7), Action::Undo, "undo", "Undoes the last thing this desk did today, after asking."),
    bind(
        Scope::Home,
        f(9),
        Action::GoSettings,
        "settings",
        "Opens warehouses, bins, templates and this desk's settings.",
    ),
    named(Scope::Home, Action::Whose, "Shares the selected draft with other people, hands it over, or takes it over."),
    // Receiving.
    bind(Scope::Receiving, f(10), Action::Post, "post", "Shows the whole posting, then posts it."),
    bind(Scope::Receiving, f(2), Action::Decide, "decide", "Walks the scans that wait for a decision."),
    bind(Scope::Receiving, f(6), Action::Edit, "line", "Changes the line: quantity, cost, warranty, bin, batch."),
    bind(Scope::Receiving, f(7), Action::Undo, "undo", "Takes this desk's last scan back; the journal keeps both."),
    bind(Scope::Receiving, f(3), Action::New, "new", "Makes a product of the unknown barcode, within this draft."),
    bind(Scope::Receiving, f(4), Action::Range, "range", "Takes a range or a list of serials, after showing it."),
    bind(Scope::Receiving, f(5), Action::Generate, "generate", "Generates serials from the product's template."),
    bind(Scope::Receiving, ctrl('n'), Action::AnotherLine, "", "Begins another line of the same product."),
    bind(Scope::Receiving, ctrl('e'), Action::EditHead, "", "Changes supplier, invoice number, date or warehouse."),
    bind(Scope::Receiving, ctrl('t'), Action::SetToScanned, "", "Sets the line's quantity to what was scanned."),
    bind(Scope::Receiving, ENTER, Action::Enter, "", "Shows the units of the line."),
    named(Scope::Receiving, Action::Damaged, "Takes the next scan as damaged: it goes to the bin for defects."),
    named(Scope::Receiving, Action::Expected, "Takes a list of expected serials, and shows which are missing."),
    named(Scope::Receiving, Action::Drop, "Takes the selected line away, with its serials."),
    named(Scope::Receiving, Action::DeleteDraft, "Throws the draft away; its serials are free again."),
    named(Scope::Receiving, Action::Whose, "Shares this draft with other people, hands it over, or takes it over."),
    // What leaves, moves or comes back.
    bind(Scope::Moving, f(10), Action::Post, "post", "Shows the whole document, then posts it."),
    bind(
        Scope::Moving,
        f(9),
        Action::Reserve,
        "reserve",
        "Holds the goods of an order, or of a transfer to be shipped.",
    ),
    bind(Scope::Moving, f(5), Action::Pick, "pick", "Lists the units that may be taken, oldest first, to choose from."),
    bind(Scope::Moving, f(2), Action::Decide, "decide", "Walks the scans that wait for a decision."),
    bind(Scope::Moving, f(6), Action::Edit, "line", "Changes the line: quantity, price, shelves."),
    bind(Scope::Moving, f(7), Action::Undo, "undo", "Takes this desk's last scan back; the journal keeps both."),
    bind(Scope::Moving, f(4), Action::Range, "range", "Takes a range or a list of serials, after showing it."),
    bind(Scope::Moving, ctrl('e'), Action::EditHead, "head", "Changes client, reason, destination, date or note."),
    bind(Scope::Moving, ctrl('n'), Action::AnotherLine, "", "Begins another line of the same product."),
    bind(Scope::Moving, ENTER, Action::Enter, "", "Shows the units of the line, or the lots it takes."),
    named(Scope::Moving, Action::Drop, "Takes the selected line away; its units are free again."),
    named(Scope::Moving, Action::DeleteDraft, "Throws the draft away; its units are free again."),
    named(Scope::Moving, Action::Whose, "Shares this draft with other people, hands it over, or takes it over."),
    // What of a transfer arrives.
    bind(
        Scope::Arriving,
        f(10),
        Action::Post,
        "post",
        "Shows what was taken, then posts it; the rest stays on its way.",
    ),
    bind(Scope::Arriving, f(3), Action::Rest, "rest", "Takes all that is still on its way."),
    bind(Scope::Arriving, f(5), Action::Pick, "pick", "Lists the units that are on their way, to choose from."),
    bind(
        Scope::Arriving,
        f(9),
        Action::SendBack,
        "send back",
        "Sends back what is still on its way, as it is scanned.",
    ),
    named(Scope::Arriving, Action::Lost, "Writes off what is lost on its way."),
    bind(Scope::Picker, ENTER, Action::Enter, "choose", "Chooses the selected unit, or no longer."),
    bind(Scope::Picker, f(4), Action::Range, "to here", "Chooses all units from the one chosen last to this one."),
    bind(Scope::Picker, f(7), Action::Drop, "none", "Chooses none again."),
    bind(Scope::Picker, f(10), Action::Save, "take them", "Takes the chosen units."),
    // The tray.
    bind(Scope::Tray, f(4), Action::TakeSerial, "serial", "Takes it as a serial of the selected line."),
    bind(Scope::Tray, f(7), Action::Drop, "drop", "Drops it; the journal keeps it."),
    bind(Scope::Tray, f(2), Action::Next, "next", "Goes to the next scan that waits."),
    bind(Scope::Tray, f(3), Action::New, "product", "Makes a product of it."),
    bind(Scope::Tray, f(5), Action::TakeBarcode, "barcode", "Takes it as a barcode of a product you choose."),
    bind(Scope::Tray, f(6), Action::TakeIdentifier, "identifier", "Takes it as a further identifier of the last unit."),
    // Before posting.
    bind(Scope::Summary, f(10), Action::Yes, "post", "Posts it: it gets its number, and the goods have moved."),
    bind(
        Scope::Summary,
        ctrl('t'),
        Action::SetToScanned,
        "set to scanned",
        "Sets the line's quantity to what was scanned.",
    ),
    bind(Scope::Summary, f(6), Action::Edit, "line", "Changes the selected line."),
    bind(Scope::Summary, f(2), Action::Decide, "decide", "Walks the scans that wait for a decision."),
    bind(Scope::Summary, ctrl('e'), Action::EditHead, "", "Changes supplier, invoice number, date or warehouse."),
    bind(Scope::Summary, f(7), Action::Drop, "take line away", "Takes the selected line away, with its serials."),
    // Forms of a draft.
    bind(Scope::LineForm, f(10), Action::Save, "save", "Saves the line."),
    bind(Scope::LineForm, f(7), Action::Drop, "take line away", "Takes the line away, with its serials."),
    bind(Scope::HeadForm, f(10), Action::Save, "save", "Saves the head."),
    bind(Scope::Range, f(10), Action::Save, "take them", "Takes the serials that are shown."),
    bind(Scope::Range, f(7), Action::Drop, "leave out", "Leaves those out that cannot be taken."),
    bind(Scope::Generate, f(10), Action::Save, "take them", "Generates the serials and takes them."),
    bind(Scope::Expected, f(3), Action::New, "take list", "Takes the pasted or typed list as the expected serials."),
    bind(Scope::Expected, f(7), Action::Drop, "forget list", "Forgets the list; the scanned serials stay."),
    // Products.
    bind(Scope::Products, f(3), Action::New, "new", "Makes a product."),
    bind(Scope::Products, f(6), Action::Edit, "edit", "Changes the selected product."),
    bind(Scope::Products, f(2), Action::Filter, "show", "Shows all, only those below minimum, or archived ones."),
    pair(Scope::Product, LEFT, RIGHT, Action::Left, "tab", "Goes to the part before."),
    bind(Scope::Product, RIGHT, Action::Right, "", "Goes to the next part."),
    bind(Scope::Product, f(3), Action::New, "barcode", "Adds a barcode: scan or type it."),
    bind(Scope::Product, f(6), Action::Edit, "edit", "Changes the product."),
    bind(Scope::Product, f(7), Action::Drop, "take barcode away", "Takes the selected barcode away."),
    bind(Scope::Product, f(9), Action::Units, "units", "Lists its units."),
    named(Scope::Product, Action::Serialise, "Makes the product keep serials; this cannot be undone."),
    named(Scope::Product, Action::Archive, "Hides the product from choice, or brings it back."),
    bind(Scope::ProductForm, f(10), Action::Save, "save", "Saves the product."),
    // Serials for an existing product.
    bind(
        Scope::Conversion,
        f(4),
        Action::Range,
        "range",
        "Takes a range or a list of serials into the selected warehouse.",
    ),
    bind(
        Scope::Conversion,
        f(5),
        Action::Generate,
        "generate",
        "Generates all serials that are missing, in every warehouse.",
    ),
    bind(Scope::Conversion, f(7), Action::Undo, "undo", "Takes the last serials back, or the selected one."),
    bind(Scope::Conversion, f(10), Action::Post, "save", "Shows the whole conversion, then saves it for good."),
    bind(
        Scope::Conversion,
        ENTER,
        Action::Enter,
        "serials",
        "Shows the serials of the selected warehouse; then, a passport.",
    ),
    bind(Scope::Conversion, f(6), Action::Edit, "rules", "Changes who numbers the units and how serials are compared."),
    bind(Scope::Conversion, f(2), Action::Decide, "take it", "Takes the last odd serial all the same."),
    named(Scope::Conversion, Action::DeleteDraft, "Throws the conversion away; its serials are free again."),
    // Stock and documents.
    pair(Scope::Stock, LEFT, RIGHT, Action::Left, "warehouse", "Goes to the warehouse before."),
    bind(Scope::Stock, RIGHT, Action::Right, "", "Goes to the next warehouse."),
    bind(Scope::Stock, f(2), Action::Filter, "show", "Shows by product, by bin, by category, or what expires soon."),
    bind(Scope::Stock, f(6), Action::OnDay, "day", "Shows it as it was at the end of a day; Esc comes back to today."),
    bind(Scope::Stock, f(9), Action::Units, "units", "Lists the units of the selected product."),
    // Stocktakes.
    bind(Scope::BeginStocktake, f(10), Action::Save, "open", "Opens the stocktake."),
    bind(Scope::Stocktake, f(10), Action::Post, "settle", "Shows all that was found, then settles it."),
    pair(Scope::Stocktake, LEFT, RIGHT, Action::Left, "list", "Shows the list before: counted, then each finding."),
    bind(Scope::Stocktake, RIGHT, Action::Right, "", "Shows the next list."),
    bind(Scope::Stocktake, f(7), Action::Undo, "undo", "Takes this desk's last count back; the journal keeps both."),
    bind(Scope::Stocktake, f(4), Action::Shelf, "shelf", "Says on which shelf the next is counted; or scan it."),
    bind(Scope::Stocktake, f(6), Action::Edit, "product", "Says which product an unknown serial is of."),
    bind(Scope::Stocktake, f(2), Action::Filter, "mine", "Shows what this desk counted, or all desks."),
    named(Scope::Stocktake, Action::DeleteDraft, "Throws the stocktake away, as long as nothing was settled."),
    bind(Scope::Settle, f(10), Action::Yes, "settle", "Settles what is shown: posts, writes off, transfers."),
    bind(Scope::Settle, f(7), Action::Drop, "leave out", "Leaves the selected finding out, or takes it in again."),
    pair(
        Scope::Documents,
        LEFT,
        RIGHT,
        Action::Left,
        "show",
        "Shows the narrower choice before: all, drafts, posted, cancelled.",
    ),
    bind(Scope::Documents, RIGHT, Action::Right, "", "Shows the next choice."),
    bind(Scope::Documents, f(2), Action::Filter, "kind", "Shows documents of all kinds, or of one you choose."),
    named(
        Scope::Documents,
        Action::Whose,
        "Shares the selected draft with other people, hands it over, or takes it over.",
    ),
    bind(Scope::Documents, f(3), Action::GoBegin, "new", "Begins a document: you choose what it shall do."),
    bind(
        Scope::Document,
        f(10),
        Action::Onward,
        "go on",
        "Closes a reserved order, ships a reserved transfer, or receives by scanning what is on its way.",
    ),
    named(Scope::Document, Action::SendBack, "Sends back what of a transfer is still on its way, as it is scanned."),
    named(Scope::Document, Action::Lost, "Writes off what of a transfer is lost on its way."),
    bind(Scope::Document, f(9), Action::Units, "units", "Lists the units of the selected line."),
    bind(Scope::Document, f(7), Action::Cancel, "cancel", "Cancels it by its opposite, dated today."),
    bind(
        Scope::Document,
        f(6),
        Action::Correct,
        "correct",
        "Corrects supplier and invoice, and the selected line's warranty and cost; stock stays as it is.",
    ),
    named(Scope::Document, Action::GoJournal, "Lists what was decided about this document."),
    bind(Scope::Document, f(4), Action::Release, "release", "Lets go of what it holds: it is a draft again."),
    named(Scope::Document, Action::Reopen, "Cancels it and opens its lines and serials as a new draft."),
    bind(Scope::Units, ENTER, Action::Enter, "passport", "Opens the passport of the selected unit."),
    pair(Scope::Passport, LEFT, RIGHT, Action::Left, "unit in lot", "Goes to the unit before in the same lot."),
    bind(Scope::Passport, RIGHT, Action::Right, "", "Goes to the next unit of the same lot."),
    bind(Scope::Passport, ENTER, Action::Enter, "document", "Opens the document of the selected movement."),
    named(Scope::Passport, Action::GoJournal, "Lists what was decided about this unit."),
    named(Scope::Passport, Action::Correct, "Corrects its serial; the wrong one leads to it from then on."),
    named(Scope::Passport, Action::GoSell, "Sells this unit: begins a sale with it."),
    named(Scope::Passport, Action::GoWriteOff, "Writes this unit off: begins a write-off with it."),
    named(Scope::Passport, Action::GoTransfer, "Moves this unit: begins a transfer with it."),
    named(Scope::Passport, Action::GoTakeBack, "Takes this unit back from its client: begins a client return with it."),
    named(Scope::Passport, Action::GoSupplierReturn, "Gives this unit back to its supplier: begins a return with it."),
    named(Scope::Passport, Action::GoOrder, "Holds this unit for a client: begins an order with it."),
    bind(Scope::Passport, f(6), Action::Edit, "note", "Adds a dated remark; moves nothing."),
    bind(Scope::Find, f(2), Action::Filter, "show", "Finds everything, only units, products, or documents."),
    bind(Scope::Pick, ENTER, Action::Enter, "choose", "Chooses the selected row."),
    bind(Scope::Pick, f(3), Action::New, "new", "Makes a new one."),
    // Settings.
    bind(Scope::Warehouses, f(3), Action::New, "new", "Makes a warehouse."),
    bind(Scope::Warehouses, f(6), Action::Edit, "edit", "Changes the selected warehouse."),
    bind(Scope::Warehouses, f(9), Action::Archive, "archive", "Hides the warehouse from choice, or brings it back."),
    bind(Scope::Warehouses, ENTER, Action::Enter, "bins", "Lists the bins of the selected warehouse."),
    bind(Scope::Bins, f(3), Action::New, "new", "Makes a bin."),
    bind(Scope::Bins, f(6), Action::Edit, "edit", "Changes the selected bin."),
    bind(Scope::Bins, f(9), Action::Archive, "archive", "Hides the bin from choice, or brings it back."),
    bind(Scope::Branches, f(3), Action::New, "new", "Makes a branch."),
    bind(Scope::Templates, f(3), Action::New, "new", "Makes a template."),
    bind(Scope::Templates, f(6), Action::Edit, "edit", "Changes the selected template."),
    bind(Scope::DeskSettings, f(10), Action::Save, "save", "Saves this desk's settings."),
    bind(Scope::SettingForm, f(10), Action::Save, "save", "Saves what was entered."),
    bind(Scope::Scanner, f(10), Action::Save, "keep", "Keeps for this desk what the known label told."),
    bind(Scope::Scanner, f(7), Action::Drop, "forget", "Forgets what this desk keeps of its scanner."),
    bind(Scope::Journal, f(2), Action::Filter, "whose", "Shows what all decided, this desk, or you."),
    // Helpers of every screen.
    bind(Scope::Palette, ENTER, Action::Enter, "do it", "Does the selected action; what cannot be undone still asks."),
    bind(Scope::Help, ENTER, Action::Enter, "do it", "Does what the selected row says, on the screen below."),
    // People.
    bind(Scope::People, f(3), Action::New, "new", "Makes an employee."),
    bind(Scope::People, f(6), Action::Edit, "edit", "Changes the selected employee's name and role."),
    bind(
        Scope::People,
        f(4),
        Action::GiveBadge,
        "badge",
        "Gives a badge, shown once; the one they had opens nothing more.",
    ),
    bind(Scope::People, f(5), Action::SetPin, "PIN", "Sets the PIN that is typed after their badge."),
    bind(Scope::People, ENTER, Action::Enter, "rights", "Shows what each warehouse lets them do."),
    bind(Scope::People, f(9), Action::Archive, "", "They work here no more, or again; badge and PIN open nothing."),
    named(Scope::People, Action::RevokeBadge, "Takes the selected employee's badge away."),
    named(Scope::People, Action::ClearPin, "Asks for no PIN any more after their badge."),
    bind(Scope::Roles, f(3), Action::New, "new", "Makes a role, which allows nothing yet."),
    bind(Scope::Roles, f(6), Action::Edit, "rename", "Renames the selected role."),
    bind(Scope::Roles, ENTER, Action::Enter, "allows", "Shows what the role allows, to be ticked."),
    bind(Scope::Rights, ENTER, Action::Enter, "tick", "Shows what this warehouse lets them do, to be ticked."),
    bind(Scope::Ticks, ENTER, Action::Enter, "tick", "Ticks the selected row, or takes the tick away."),
    bind(Scope::Ticks, f(10), Action::Save, "save", "Keeps what is ticked."),
    bind(Scope::Desks, ENTER, Action::Enter, "whose", "Says whose desk it is by its key, or nobody's."),
    // A locked desk takes badges, and these keys.
    bind(Scope::Locked, ESC, Action::Back, "another badge", "While a PIN is asked for: lets another badge be scanned."),
    bind(Scope::Locked, ctrl('r'), Action::Redraw, "draw", "Draws the whole picture again."),
    bind(Scope::Locked, ctrl('x'), Action::Leave, "leave", "Leaves the desk; it stays locked."),
    // Questions inherit nothing: only these keys answer, or two digits typed by hand.
    bind(Scope::Confirm, f(10), Action::Yes, "yes", "Does it. The two digits shown, typed by hand, do the same."),
    bind(Scope::Confirm, ESC, Action::Back, "no", "Does nothing and goes back."),
];
