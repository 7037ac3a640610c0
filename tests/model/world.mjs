// A plain model of a location: maps of customers, contacts and bookings, and the rules of the product in a few lines
// each. Everybody here shows one e-mail address, so that who somebody is can be told without the program.

const COUNTED = ["confirmed", "completed"];

export class World {
  customers = new Map(); // id → { email, tags, archived }
  contacts = new Map();  // id → { email, tags, archived, customer, lost, contacted, followUps: Map(id → due ms) }
  bookings = new Map();  // external id → { …as reported, customer, contact, byStaff }
  deleted = [];          // { id, customer, bookings, contacts, at }

  counted(booking) {
    return COUNTED.includes(booking.status);
  }

  customerOf(email) {
    return [...this.customers].find(([, customer]) => customer.email === email)?.[0] ?? null;
  }

  // Leads that show this address; which of several is meant depends on who was active last.
  leadsOf(email) {
    return [...this.contacts].filter(([, contact]) => contact.email === email && !contact.customer).map(([id]) => id);
  }

  bookingsOf(customer) {
    return [...this.bookings.values()].filter((booking) => booking.customer === customer);
  }

  // ---- what happens

  addCustomer(id, email, tags = []) {
    this.customers.set(id, { email, tags: [...tags], archived: false });
  }

  addContact(id, email, tags = []) {
    this.contacts.set(id, { email, tags: [...tags], archived: false, customer: null, lost: false, contacted: false,
      followUps: new Map() });
  }

  // The contact becomes, or is linked to, this customer; what waited on it moves along.
  link(contactId, customerId) {
    const contact = this.contacts.get(contactId);
    if (!this.customers.has(customerId))
      this.addCustomer(customerId, contact.email, contact.tags);
    else
      this.acts(this.customers.get(customerId));
    Object.assign(contact, { customer: customerId, lost: false });
    for (const booking of this.bookings.values())
      if (booking.contact === contactId)
        Object.assign(booking, { contact: null, customer: customerId });
  }

  // A person acts: back from the archive, open again.
  acts(record) {
    record.archived = false;
    if ("lost" in record)
      record.lost = false;
  }

  // Who a reported booking belongs to, given what the program answered where the model leaves it open. Returns what
  // the answer must say.
  match(booking, answered) {
    if (booking.byStaff)
      return;
    if (booking.customer) {
      if (booking.status !== "draft" && booking.fresh)
        this.acts(this.customers.get(booking.customer));
      return;
    }
    if (booking.contact) {
      if (booking.status !== "draft" && booking.fresh)
        this.acts(this.contacts.get(booking.contact));
      if (this.counted(booking))
        this.#convert(booking, booking.contact, answered);
      return;
    }
    const customer = this.customerOf(booking.email);
    const leads = this.leadsOf(booking.email);
    if (customer) {
      booking.customer = customer;
      if (booking.status !== "draft")
        this.acts(this.customers.get(customer));
    } else if (leads.length) {
      const lead = answered.contact_id ?? leads.find((id) => leads.length === 1 || answered.converted === id) ?? leads[0];
      if (!leads.includes(lead))
        throw new Error(`${lead} is no lead of ${booking.email}`);
      if (booking.status !== "draft")
        this.acts(this.contacts.get(lead));
      if (this.counted(booking))
        this.#convert(booking, lead, answered);
      else
        booking.contact = lead;
    } else if (booking.status !== "draft") {
      this.addCustomer(answered.customer_id, booking.email);
      booking.customer = answered.customer_id;
    }
  }

  #convert(booking, contactId, answered) {
    booking.contact = null;
    booking.customer = answered.customer_id;
    this.link(contactId, answered.customer_id);
  }

  deleteCustomer(id, at) {
    const gone = { id, customer: this.customers.get(id), at,
      bookings: [...this.bookings].filter(([, b]) => b.customer === id).map(([key, b]) => [key, b.byStaff]),
      contacts: [...this.contacts].filter(([, c]) => c.customer === id).map(([key]) => key) };
    this.customers.delete(id);
    for (const [key] of gone.bookings)
      Object.assign(this.bookings.get(key), { customer: null, byStaff: true });
    for (const key of gone.contacts)
      this.contacts.get(key).customer = null;
    this.deleted.push(gone);
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
    this.deleted.splice(this.deleted.indexOf(gone), 1);
  }

  deleteContact(id) {
    this.contacts.delete(id);
    for (const booking of this.bookings.values())
      if (booking.contact === id)
        Object.assign(booking, { contact: null, byStaff: true });
  }

  // ---- what must be seen

  status(contact, now) {
    const dues = [...contact.followUps.values()];
    if (contact.customer)
      return "converted";
    if (contact.lost)
      return "lost";
    if (dues.some((due) => due <= now))
      return "follow-up-due";
    if (dues.length)
      return "follow-up-scheduled";
    return contact.contacted ? "contacted" : "new";
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

// The analytics of a customer, from nothing but the bookings and the time.
export function analytics(bookings, now) {
  const sum = (list, of) => list.reduce((total, booking) => total + of(booking), 0);
  const counted = bookings.filter((b) => COUNTED.includes(b.status));
  const euros = counted.filter((b) => b.currency === "EUR");
  const lost = bookings.filter((b) => ["canceled", "no-show"].includes(b.status));
  const starts = counted.map((b) => b.starts).sort((a, b) => a - b);
  const ended = counted.filter((b) => b.ends <= now).map((b) => b.starts).sort((a, b) => a - b);
  const time = (ms) => (ms === undefined ? null : new Date(ms).toISOString());
  return {
    total_bookings: counted.length,
    total_spent: sum(euros, (b) => b.total),
    kept: sum(lost.filter((b) => b.currency === "EUR"), (b) => b.paid),
    upcoming_value: sum(euros.filter((b) => b.starts > now), (b) => b.total),
    canceled: lost.filter((b) => b.status === "canceled").length,
    no_show: lost.filter((b) => b.status === "no-show").length,
    first_booking_at: time(starts[0]),
    last_booking_at: time(ended.at(-1)),
    next_booking_at: time(starts.find((ms) => ms > now)),
  };
}
