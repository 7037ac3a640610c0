// What hangs on people and bookings: guests, records, communications, follow-ups, consents. How it lets go when somebody
// leaves, and takes hold again when they come back.

const CHANNELS = ["email", "sms", "phone"], PURPOSES = ["marketing", "surveys"];

export class Belongings {
  guests = new Map();   // id → { booking, name, email, customer, by: "" "match" "user", erased }
  records = new Map();  // id → { kind, booking, person, linkedBy, unlinked, amount, currency, status, erased }
  talks = new Map();    // id → { person, via }
  tasks = new Map();    // id → { person, due, remind, state }
  consents = [];        // { person, channel, purpose, given, method }, in the order in which they were said
  suppressed = new Set();

  // ---- guests

  guestsOf(key) {
    return [...this.guests].filter(([, guest]) => guest.booking === key);
  }

  isIn(key, customer, except) {
    return this.guestsOf(key).some(([id, guest]) => id !== except && guest.customer === customer);
  }

  appearances(customer) {
    return [...this.guests].filter(([, guest]) => guest.customer === customer).map(([id]) => id);
  }

  // Whom the guest's address means; never the booker, and nobody twice. Names fit here always.
  guestCandidates(guest, except) {
    const booker = this.bookings.get(guest.booking).customer;
    const customers = guest.email ? this.customersOf(guest.email).filter((id) => id !== booker) : [];
    return { customers, taken: customers.filter((id) => this.isIn(guest.booking, id, except)) };
  }

  matchGuest(id, answered) {
    const guest = this.guests.get(id);
    if (guest.by === "user")
      return;
    const { customers, taken } = this.guestCandidates(guest, id);
    const may = customers.filter((customer) => !taken.includes(customer));
    const mayNot = customers.length === 0 || taken.length > 0;
    if (answered ? !may.includes(answered) : !mayNot)
      throw new Error(`the guest ${guest.email} is linked to ${answered}, not to one of ${may}`);
    Object.assign(guest, { customer: answered, by: answered ? "match" : "" });
  }

  // Whoever has become the booker is no guest of the booking any more.
  noGuestOfOwn(customer) {
    for (const guest of this.guests.values())
      if (customer && guest.customer === customer && this.bookings.get(guest.booking).customer === customer)
        Object.assign(guest, { customer: null, by: "" });
  }

  // ---- records

  // What follows its booker, and what waited for one, goes where the booking went.
  recordsFollow(booking) {
    for (const record of this.records.values())
      if (this.bookings.get(record.booking) === booking && !record.unlinked &&
          (record.linkedBy === "booking" || (!record.person && !record.linkedBy)))
        this.recordFollows(record, booking);
  }

  recordFollows(record, booking) {
    const person = booking.customer ?? booking.contact;
    Object.assign(record, { person, linkedBy: person ? "booking" : "" });
  }

  recordsOf(person) {
    return [...this.records].filter(([, record]) => record.person === person).map(([id]) => id);
  }

  // The payments of a booking in its currency; undefined when it has none.
  payments(key) {
    const { currency } = this.bookings.get(key);
    const payments = [...this.records.values()].filter((record) => record.kind === "payment" && record.booking === key &&
      record.currency === currency);
    return payments.length ? payments : undefined;
  }

  // What was paid for a booking: what its payments say, when there are any, else what the booking says.
  paid(key) {
    return this.payments(key)?.filter((payment) => payment.status === "succeeded").reduce((sum, payment) => sum + payment.amount, 0) ??
      this.bookings.get(key).paid;
  }

  // What is still to be paid for it, likewise.
  open(key) {
    const booking = this.bookings.get(key);
    return this.payments(key) ? booking.total - this.paid(key) : booking.balance;
  }

  // ---- communications and follow-ups

  talksOf(person) {
    return [...this.talks].filter(([, talk]) => talk.person === person).map(([id]) => id);
  }

  tasksOf(person) {
    return [...this.tasks.values()].filter((task) => task.person === person);
  }

  wasContacted(contact) {
    return this.talksOf(contact).length > 0 || this.tasksOf(contact).some((task) => task.state === "done");
  }

  // ---- consent

  say(person, { channel, purpose, given, method = "manual" }) {
    this.consents.push({ person, channel, purpose, given, method });
    if (!given && purpose === "marketing" && ["email", "any"].includes(channel))
      for (const id of this.group(person))
        if (this.person(id)?.email)
          this.suppressed.add(this.person(id).email);
  }

  // Per channel and purpose: the last word, but that nobody takes back a no for somebody else.
  standing(person, channel, purpose) {
    const group = this.group(person);
    let given = false, withdrawn = false;
    for (const event of this.consents)
      if (group.includes(event.person) && event.purpose === purpose && [channel, "any"].includes(event.channel)) {
        given = event.given && !withdrawn;
        withdrawn ||= !event.given;
      }
    return { channel, purpose, given, withdrawn };
  }

  standings(person) {
    return PURPOSES.flatMap((purpose) => CHANNELS.map((channel) => this.standing(person, channel, purpose)));
  }

  // May it be said?
  mayAgree(person, channel, purpose) {
    const channels = channel === "any" ? CHANNELS : [channel];
    const isMail = channels.includes("email") && purpose === "marketing";
    return !channels.some((each) => this.standing(person, each, purpose).withdrawn) &&
      !(isMail && this.group(person).some((id) => this.suppressed.has(this.person(id)?.email)));
  }

  // ---- somebody leaves

  // Everything stays, unlinked for good; follow-ups go along. What is needed to undo it is answered.
  letGo(person) {
    const guests = this.appearances(person).map((id) => [id, this.guests.get(id).by]);
    const records = this.recordsOf(person).map((id) => [id, this.records.get(id).linkedBy]);
    const talks = this.talksOf(person);
    const tasks = [...this.tasks].filter(([, task]) => task.person === person);
    const consents = this.consents.filter((event) => event.person === person);
    for (const [id] of guests)
      Object.assign(this.guests.get(id), { customer: null, by: "user" });
    for (const [id] of records)
      Object.assign(this.records.get(id), { person: null, linkedBy: "", unlinked: true });
    for (const id of talks)
      this.talks.get(id).person = null;
    for (const [id] of tasks)
      this.tasks.delete(id);
    for (const event of consents)
      event.person = null;
    return { guests, records, talks, tasks, consents, nth: this.count };
  }

  // What was made after something: guests and records by their place in the order of all that was made.
  count = 0;
  made(map, id, item) {
    map.set(id, { ...item, nth: ++this.count });
  }

  // A guest whom nobody linked is this person's now, if the address says so.
  async linkedAgain(id, person, linkOf) {
    const guest = this.guests.get(id);
    if (guest.customer || guest.by || guest.erased)
      return;
    const { customers, taken } = this.guestCandidates(guest, id);
    if (customers.includes(person) && !taken.includes(person) && (await linkOf(id)) === person)
      Object.assign(guest, { customer: person, by: "match" });
    else if (customers.length === 1 && customers[0] === person && !taken.length)
      throw new Error(`the guest ${guest.email} is not linked to ${person} again`);
  }

  // Whoever was the booker until now may be a guest of the booking from now on.
  formerBookers = [];
  async settleGuests(linkOf) {
    for (const { key, person } of this.formerBookers.splice(0))
      if (this.bookings.has(key) && this.customers.has(person))
        for (const [id] of this.guestsOf(key))
          await this.linkedAgain(id, person, linkOf);
  }

  // After they are back: records of their bookings that came meanwhile are theirs; `linkOf` asks whom a guest is linked to.
  async catchUp({ id: person, nth }, linkOf) {
    for (const [id, guest] of this.guests)
      if (guest.nth > nth)
        await this.linkedAgain(id, person, linkOf);
    for (const record of this.records.values()) {
      const booking = this.bookings.get(record.booking);
      if (record.nth > nth && booking?.customer === person && !record.person && !record.linkedBy && !record.unlinked && !record.erased)
        this.recordFollows(record, booking);
    }
  }

  takeBack({ id: person, guests, records, talks, tasks, consents }) {
    const free = (map, key, link) => map.has(key) && !map.get(key)[link];
    for (const [id, by] of guests)
      if (free(this.guests, id, "customer"))
        Object.assign(this.guests.get(id), { customer: person, by });
    for (const [id, linkedBy] of records)
      if (free(this.records, id, "person"))
        Object.assign(this.records.get(id), { person, linkedBy, unlinked: false });
    for (const id of talks)
      if (free(this.talks, id, "person"))
        this.talks.get(id).person = person;
    for (const [id, task] of tasks)
      this.tasks.set(id, task);
    for (const event of consents)
      event.person = person;
  }
}
