// A plain model of a location: maps, and the rules of the product in a few lines each. Everybody here shows one e-mail
// address, so that who somebody is can be told without the program. What belongs to people is in belongings.mjs, what
// follows from all of it in figures.mjs.

import { Belongings } from "./belongings.mjs";

const COUNTED = ["confirmed", "completed"];
const TYPED_IN = ["manual", "referral"];

export const isCounted = (booking) => COUNTED.includes(booking.status);

export class World extends Belongings {
  customers = new Map(); // id → { name, email, tags, archived, notes, company }
  contacts = new Map();  // id → { name, email, tags, archived, notes, company, source, captured, customer, lost }
  bookings = new Map();  // external id → { id, …as reported, customer, contact, byStaff, erased }
  deleted = [];          // { id, customer, bookings, contacts, …belongings, at }

  kindOf(id) {
    return this.customers.has(id) ? "customer" : this.contacts.has(id) ? "contact" : null;
  }

  person(id) {
    return this.customers.get(id) ?? this.contacts.get(id);
  }

  // The customer who has the address: nobody else may.
  customerOf(email) {
    return [...this.customers].find(([, customer]) => customer.email === email)?.[0] ?? null;
  }

  // Whom the address means: its customer, and those whose linked contacts show it. Who of several is meant depends on
  // who was active last.
  customersOf(email) {
    const linked = [...this.contacts.values()].filter((contact) => contact.email === email).map((contact) => contact.customer);
    return [...new Set([this.customerOf(email), ...linked])].filter((id) => id);
  }

  leadsOf(email) {
    return [...this.contacts].filter(([, contact]) => contact.email === email && !contact.customer).map(([id]) => id);
  }

  bookingsOf(customer) {
    return [...this.bookings.values()].filter((booking) => booking.customer === customer);
  }

  // The customer and the contacts linked to it, or a lead alone.
  group(id) {
    const root = this.contacts.get(id)?.customer ?? id;
    return [root, ...[...this.contacts].filter(([, contact]) => contact.customer === root).map(([key]) => key)];
  }

  // ---- people come

  addCustomer(id, { name, email, tags = [], notes = "", company = "" }) {
    this.customers.set(id, { name, email, tags: [...tags], archived: false, notes, company });
  }

  addContact(id, { name, email, tags = [], source, captured, consent }) {
    this.contacts.set(id, { name, email, tags: [...tags], archived: false, notes: "", company: "", source, captured,
      customer: null, lost: false });
    if ((consent ?? TYPED_IN.includes(source)) && !this.suppressed.has(email))
      this.say(id, { channel: "any", purpose: "marketing", given: true });
  }

  // A person acts: back from the archive, open again. A customer without an address takes the one that is shown.
  acts(record, email = null) {
    record.archived = false;
    if ("lost" in record)
      record.lost = false;
    else if (!record.email && email && !this.customerOf(email))
      record.email = email;
  }

  // The contact becomes, or is linked to, this customer; what waited on it moves along.
  link(contactId, customerId) {
    const contact = this.contacts.get(contactId);
    if (this.customers.has(customerId))
      this.join(contact, this.customers.get(customerId));
    else
      this.addCustomer(customerId, contact);
    contact.customer = customerId;
    for (const booking of this.bookings.values())
      if (booking.contact === contactId)
        Object.assign(booking, { contact: null, customer: customerId });
    this.noGuestOfOwn(customerId);
    for (const record of this.records.values())
      if (record.person === contactId)
        record.person = customerId;
  }

  join(contact, customer) {
    this.acts(customer, contact.email);
    customer.tags = [...new Set([...customer.tags, ...contact.tags])];
    customer.notes ||= contact.notes;
    customer.company ||= contact.company;
  }

  // ---- bookings

  // The booking is theirs now; what hangs on it follows.
  give(booking, { customer = null, contact = null }) {
    const moved = booking.customer !== customer || booking.contact !== contact;
    if (booking.customer && booking.customer !== customer)
      this.formerBookers.push({ key: booking.key, person: booking.customer });
    Object.assign(booking, { customer, contact });
    if (!moved)
      return;
    this.noGuestOfOwn(customer);
    this.recordsFollow(booking);
  }

  // Who a reported booking belongs to, given what the program answered where the model leaves it open. `was` is the status
  // before, if there was one: a link stays until something new is told that could say whose it is.
  match(booking, answered, was) {
    const acted = booking.status !== "draft", wasDraft = was === "draft";
    const becameCounted = isCounted(booking) && !COUNTED.includes(was);
    const anew = !was || acted === wasDraft || (booking.contact ? becameCounted : !booking.customer && acted);
    if (booking.byStaff || !anew)
      return;
    const customers = this.customersOf(booking.email), leads = this.leadsOf(booking.email);
    if (booking.contact && (isCounted(booking) || !customers.length)) {
      this.#waitOn(booking, booking.contact, answered);
    } else if (customers.length) {
      const customer = one(customers, answered.customer_id);
      if (acted)
        this.acts(this.customers.get(customer), booking.email);
      this.give(booking, { customer });
    } else if (leads.length) {
      this.#waitOn(booking, one(leads, answered.contact_id ?? answered.converted), answered);
    } else if (acted) {
      this.addCustomer(answered.customer_id, { name: booking.email.split("@")[0], email: booking.email });
      this.give(booking, { customer: answered.customer_id });
    } else {
      this.give(booking, {});
    }
  }

  #waitOn(booking, lead, answered) {
    if (booking.status !== "draft")
      this.acts(this.contacts.get(lead));
    if (!isCounted(booking)) {
      this.give(booking, { contact: lead });
      return;
    }
    this.link(lead, answered.customer_id);
    this.give(booking, { customer: answered.customer_id });
  }

  removeBooking(key) {
    this.bookings.delete(key);
    for (const [id, guest] of this.guests)
      if (guest.booking === key)
        this.guests.delete(id);
    for (const record of this.records.values())
      if (record.booking === key)
        record.booking = null;
  }

  // ---- people go, and come back

  deleteCustomer(id, at) {
    const gone = { id, customer: this.customers.get(id), at,
      bookings: [...this.bookings].filter(([, b]) => b.customer === id).map(([key, b]) => [key, b.byStaff]),
      contacts: [...this.contacts].filter(([, c]) => c.customer === id).map(([key]) => key), ...this.letGo(id) };
    this.customers.delete(id);
    this.#unlinkBookings("customer", id);
    for (const key of gone.contacts)
      this.contacts.get(key).customer = null;
    this.deleted.push(gone);
  }

  #unlinkBookings(kind, id) {
    for (const booking of this.bookings.values())
      if (booking[kind] === id)
        Object.assign(booking, { [kind]: null, byStaff: true });
  }

  // Everything that nobody took meanwhile comes back.
  restore(gone) {
    const taken = this.customerOf(gone.customer.email) !== null;
    this.customers.set(gone.id, { ...gone.customer, email: taken ? null : gone.customer.email });
    for (const [key, byStaff] of gone.bookings) {
      const booking = this.bookings.get(key);
      if (booking && !booking.customer && !booking.contact && booking.byStaff)
        Object.assign(booking, { customer: gone.id, byStaff });
    }
    for (const key of gone.contacts) {
      const contact = this.contacts.get(key);
      if (contact && !contact.customer)
        contact.customer = gone.id;
    }
    this.takeBack(gone);
    this.deleted.splice(this.deleted.indexOf(gone), 1);
  }

  // For good. What a linked contact said is its customer's.
  deleteContact(id) {
    const { customer } = this.contacts.get(id);
    if (customer)
      for (const event of this.consents)
        if (event.person === id)
          event.person = customer;
    this.letGo(id);
    this.contacts.delete(id);
    this.#unlinkBookings("contact", id);
    for (const gone of this.deleted)
      gone.contacts = gone.contacts.filter((contact) => contact !== id);
  }

  // Who is the same somebody as this person: by link, and by address. Also of those who are in the trash.
  sameSomebody(id) {
    const people = new Set([id]), trash = new Set();
    const emails = () => new Set([...[...people].map((key) => this.person(key)?.email),
      ...[...trash].map((gone) => gone.customer.email)].filter(Boolean));
    for (let before = 0; before !== people.size + trash.size;) {
      before = people.size + trash.size;
      const known = emails();
      for (const [key, person] of [...this.customers, ...this.contacts])
        if (known.has(person.email) || people.has(person.customer))
          people.add(key);
      for (const key of [...people])
        if (this.contacts.get(key)?.customer)
          people.add(this.contacts.get(key).customer);
      for (const gone of this.deleted)
        if (known.has(gone.customer.email))
          trash.add(gone);
    }
    return { people: [...people], trash: [...trash], emails: emails() };
  }

  erase({ people, trash, emails }) {
    for (const id of people.filter((key) => this.contacts.has(key)))
      this.deleteContact(id);
    for (const id of people.filter((key) => this.customers.has(key))) {
      this.deleteCustomer(id, 0);
      this.deleted.pop();
    }
    this.deleted = this.deleted.filter((gone) => !trash.includes(gone));
    for (const email of emails)
      this.suppressed.add(email);
  }

  // ---- what must be seen

  status(id, now) {
    const contact = this.contacts.get(id), tasks = this.tasksOf(id).filter((task) => task.state === "open");
    if (contact.customer)
      return "converted";
    if (contact.lost)
      return "lost";
    if (tasks.some((task) => task.remind <= now))
      return "follow-up-due";
    if (tasks.length)
      return "follow-up-scheduled";
    return this.wasContacted(id) ? "contacted" : "new";
  }

  tags() {
    const counts = new Map();
    for (const [kind, people] of [["customers", this.customers], ["contacts", this.contacts]])
      for (const person of people.values())
        for (const tag of person.tags) {
          const count = counts.get(tag) ?? { customers: 0, contacts: 0 };
          count[kind]++;
          counts.set(tag, count);
        }
    return counts;
  }
}

// The one that was answered, which must be one of these.
function one(candidates, answered) {
  if (!candidates.includes(answered))
    throw new Error(`the answer is ${answered}, not one of ${candidates}`);
  return answered;
}
