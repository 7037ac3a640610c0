// Written by web/scripts/types.mjs from what `regulars openapi` prints; `make web-types` writes it anew.

export type Money = { amount: number; currency: string };

export type Session = {
  /** The session */
  id: string;
  /** Whose it is */
  user_id: string | null;
  /** When it began */
  created_at: string | null;
  /** When it was last used, to the hour */
  seen_at: string | null;
  /** When it ends if it is not used */
  expires_at: string | null;
  /** Where it began */
  ip: string | null;
  /** With which browser */
  user_agent: string | null;
  /** The one that asks */
  current: boolean;
};

export type SessionCreate = {

};

export type SessionPatch = {

};

export type SessionPage = {
  items: Session[];
  total: number;
  total_exact: boolean;
  page?: number | null;
  limit: number;
  next_cursor?: string | null;
  prev_cursor?: string | null;
};

export type User = {
  /** The user */
  id: string;
  /** Full name */
  name: string;
  /** The address to sign in with */
  email: string;
  /** After this day nothing of theirs works any more */
  last_day: string | null;
  /** May not sign in */
  disabled: boolean;
  /** When it was made */
  created_at: string | null;
  /** When it was last changed */
  updated_at: string | null;
  /** A list of {"location_id", "role"}; role is owner, manager, staff, desk or viewer */
  roles: unknown;
  /** Owner, so of all locations */
  owner: boolean;
};

export type UserCreate = {
  /** Full name */
  name: string;
  /** The address to sign in with */
  email: string;
  /** After this day nothing of theirs works any more */
  last_day?: string | null;
  /** May not sign in */
  disabled?: boolean | null;
  /** A list of {"location_id", "role"}; role is owner, manager, staff, desk or viewer */
  roles?: unknown;
  /** At least 10 characters */
  password?: string | null;
  /** Mail them a link to choose a password, instead of giving one here */
  invite?: boolean | null;
  /** To change one's own password or address */
  old_password?: string | null;
};

export type UserPatch = {
  /** Full name */
  name?: string;
  /** The address to sign in with */
  email?: string;
  /** After this day nothing of theirs works any more */
  last_day?: string | null;
  /** May not sign in */
  disabled?: boolean | null;
  /** A list of {"location_id", "role"}; role is owner, manager, staff, desk or viewer */
  roles?: unknown;
  /** At least 10 characters */
  password?: string | null;
  /** To change one's own password or address */
  old_password?: string | null;
};

export type UserPage = {
  items: User[];
  total: number;
  total_exact: boolean;
  page?: number | null;
  limit: number;
  next_cursor?: string | null;
  prev_cursor?: string | null;
};

export type ApiKey = {
  /** The key */
  id: string;
  /** The location it acts for */
  location_id: string;
  /** What it is for */
  name: string;
  /** How the key begins */
  start: string | null;
  /** What it may do: a role, or else the permissions */
  role: "owner" | "manager" | "staff" | "desk" | "viewer" | null;
  /** What it may do, one by one */
  permissions: string[];
  /** When it was made */
  created_at: string | null;
  /** Who made it; nobody: the command line */
  created_by: string | null;
  /** The last day of its use (UTC) */
  used_on: string | null;
  /** When it was taken back */
  revoked_at: string | null;
  /** The key itself, shown once */
  key: string | null;
};

export type ApiKeyCreate = {
  /** The location it acts for */
  location_id: string;
  /** What it is for */
  name: string;
  /** What it may do: a role, or else the permissions */
  role?: "owner" | "manager" | "staff" | "desk" | "viewer" | null;
  /** What it may do, one by one */
  permissions?: string[] | null;
};

export type ApiKeyPatch = {
  /** The location it acts for */
  location_id?: string;
  /** What it is for */
  name?: string;
  /** What it may do: a role, or else the permissions */
  role?: "owner" | "manager" | "staff" | "desk" | "viewer" | null;
  /** What it may do, one by one */
  permissions?: string[] | null;
};

export type ApiKeyPage = {
  items: ApiKey[];
  total: number;
  total_exact: boolean;
  page?: number | null;
  limit: number;
  next_cursor?: string | null;
  prev_cursor?: string | null;
};

export type Location = {
  /** The location */
  id: string;
  /** What people call it */
  name: string;
  /** Its name in addresses; made from the name when absent */
  slug: string | null;
  /** IANA time zone, "Europe/Madrid" */
  time_zone: string;
  /** ISO 4217, "EUR" */
  currency: string;
  /** ISO 3166: phone numbers without + are read there */
  country: string;
  /** Where visitors' messages go */
  support_email: string | null;
  /** Whoever had a booking in so many days is active */
  active_window_days: number;
  /** Used on public pages */
  brand_colour: string | null;
  /** Where the picture for public pages is; PUT and DELETE …/logo set it */
  logo: string | null;
  /** How long a deletion can be taken back */
  undo_days: number;
  /** Domains whose addresses are made up by a booking site, beside those known */
  relay_domains: string[];
  /** The first day of the week in calendars */
  week_starts: "monday" | "sunday" | "saturday" | null;
  /** An enquiry that nobody answered for so many hours is overdue */
  lead_overdue_hours: number;
  /** A checkout left alone for so many minutes is abandoned */
  checkout_delay_minutes: number;
  /** Whoever left a checkout, and allowed it, is reminded once so many hours later; 0 reminds nobody */
  checkout_reminder_hours: number;
  /** What the reminder says before its link; empty: a sentence of ours */
  checkout_reminder_text: string | null;
  /** What a checkout says about who it was goes so many days after its last report; 0 keeps it */
  keep_checkouts_days: number;
  /** Leads go so many months after their last own act; 0 keeps them */
  keep_leads_months: number;
  /** IP addresses go after so many days; 0 keeps them */
  keep_ip_days: number;
  /** A guest's birth date becomes the age so many days after the trip; 0 keeps it */
  keep_guest_births_days: number;
  /** Names of custom fields of bookings that are cleared with the birth dates */
  sensitive_fields: string[];
  /** When it was made */
  created_at: string | null;
  /** When it was last changed */
  updated_at: string | null;
};

export type LocationCreate = {
  /** What people call it */
  name: string;
  /** Its name in addresses; made from the name when absent */
  slug?: string | null;
  /** IANA time zone, "Europe/Madrid" */
  time_zone: string;
  /** ISO 4217, "EUR" */
  currency: string;
  /** ISO 3166: phone numbers without + are read there */
  country: string;
  /** Where visitors' messages go */
  support_email?: string | null;
  /** Whoever had a booking in so many days is active */
  active_window_days?: number | null;
  /** Used on public pages */
  brand_colour?: string | null;
  /** How long a deletion can be taken back */
  undo_days?: number | null;
  /** Domains whose addresses are made up by a booking site, beside those known */
  relay_domains?: string[] | null;
  /** The first day of the week in calendars */
  week_starts?: "monday" | "sunday" | "saturday" | null;
  /** An enquiry that nobody answered for so many hours is overdue */
  lead_overdue_hours?: number | null;
  /** A checkout left alone for so many minutes is abandoned */
  checkout_delay_minutes?: number | null;
  /** Whoever left a checkout, and allowed it, is reminded once so many hours later; 0 reminds nobody */
  checkout_reminder_hours?: number | null;
  /** What the reminder says before its link; empty: a sentence of ours */
  checkout_reminder_text?: string | null;
  /** What a checkout says about who it was goes so many days after its last report; 0 keeps it */
  keep_checkouts_days?: number | null;
  /** Leads go so many months after their last own act; 0 keeps them */
  keep_leads_months?: number | null;
  /** IP addresses go after so many days; 0 keeps them */
  keep_ip_days?: number | null;
  /** A guest's birth date becomes the age so many days after the trip; 0 keeps it */
  keep_guest_births_days?: number | null;
  /** Names of custom fields of bookings that are cleared with the birth dates */
  sensitive_fields?: string[] | null;
};

export type LocationPatch = {
  /** What people call it */
  name?: string;
  /** Its name in addresses; made from the name when absent */
  slug?: string | null;
  /** IANA time zone, "Europe/Madrid" */
  time_zone?: string;
  /** ISO 4217, "EUR" */
  currency?: string;
  /** ISO 3166: phone numbers without + are read there */
  country?: string;
  /** Where visitors' messages go */
  support_email?: string | null;
  /** Whoever had a booking in so many days is active */
  active_window_days?: number | null;
  /** Used on public pages */
  brand_colour?: string | null;
  /** How long a deletion can be taken back */
  undo_days?: number | null;
  /** Domains whose addresses are made up by a booking site, beside those known */
  relay_domains?: string[] | null;
  /** The first day of the week in calendars */
  week_starts?: "monday" | "sunday" | "saturday" | null;
  /** An enquiry that nobody answered for so many hours is overdue */
  lead_overdue_hours?: number | null;
  /** A checkout left alone for so many minutes is abandoned */
  checkout_delay_minutes?: number | null;
  /** Whoever left a checkout, and allowed it, is reminded once so many hours later; 0 reminds nobody */
  checkout_reminder_hours?: number | null;
  /** What the reminder says before its link; empty: a sentence of ours */
  checkout_reminder_text?: string | null;
  /** What a checkout says about who it was goes so many days after its last report; 0 keeps it */
  keep_checkouts_days?: number | null;
  /** Leads go so many months after their last own act; 0 keeps them */
  keep_leads_months?: number | null;
  /** IP addresses go after so many days; 0 keeps them */
  keep_ip_days?: number | null;
  /** A guest's birth date becomes the age so many days after the trip; 0 keeps it */
  keep_guest_births_days?: number | null;
  /** Names of custom fields of bookings that are cleared with the birth dates */
  sensitive_fields?: string[] | null;
};

export type LocationPage = {
  items: Location[];
  total: number;
  total_exact: boolean;
  page?: number | null;
  limit: number;
  next_cursor?: string | null;
  prev_cursor?: string | null;
};

export type Customer = {
  /** The customer */
  id: string;
  /** Full name */
  name: string;
  /** E-mail addresses, the primary first */
  emails: ({
    address: string;
    verified: boolean;
    shared?: boolean;
    unproven?: boolean;
  })[];
  /** Phone numbers, the primary first */
  phones: ({
    number: string | null;
    display: string;
    country: string | null;
    raw: string;
    shared?: boolean;
    unproven?: boolean;
  })[];
  /** Numbers of earlier days, which still match */
  previous_phones: ({
    number: string | null;
    display: string;
    country: string | null;
    raw: string;
    shared?: boolean;
    unproven?: boolean;
  })[];
  /** The first e-mail address */
  primary_email: string | null;
  /** The first phone number in E.164, or as typed */
  primary_phone: string | null;
  /** Has no e-mail: needed to create one by hand without */
  no_email: boolean;
  /** No e-mail is known */
  incomplete: boolean;
  /** Company */
  company: string | null;
  /** An organisation that books for others */
  organisation: boolean;
  /** How to address the person */
  called: string | null;
  /** BCP 47 */
  language: string | null;
  /** Postal address */
  address?: {
    /** Street and number */
    street?: string | null;
    /** City */
    city?: string | null;
    /** State or province */
    state?: string | null;
    /** Postal code */
    zip?: string | null;
    /** ISO 3166: also how numbers without + are read */
    country?: string | null;
  };
  /** Date of birth */
  date_of_birth?: string | null;
  /** Tags */
  tags: string[];
  /** Internal notes, never shown outside */
  notes?: string | null;
  /** How they were acquired: online, dashboard, import or any text */
  source: string | null;
  /** Links to other systems */
  external_ids: ({
    source: string;
    id: string;
  })[];
  /** Hidden from lists since */
  archived_at: string | null;
  /** When the record was made */
  created_at: string | null;
  /** When a field was last changed */
  updated_at: string | null;
  /** What follows from the bookings */
  analytics: {
    /** Confirmed and completed bookings */
    total_bookings: number;
    /** Of these, in the location's currency */
    bookings_in_currency: number;
    /** Their grand totals */
    total_spent?: Money;
    /** The same as total_spent */
    lifetime_value?: Money;
    /** total_spent over bookings_in_currency; 0 for an organisation */
    average_booking?: Money;
    /** Paid on them */
    paid?: Money;
    /** Grand totals of those that have not begun */
    upcoming_value?: Money;
    /** Kept from cancellations and no-shows */
    kept?: Money;
    /** Still to be paid */
    open_balance?: Money;
    /** Bookings in other currencies, listed apart */
    other_currencies?: unknown;
    /** Start of the first */
    first_booking_at: string | null;
    /** Start of the last one that has ended */
    last_booking_at: string | null;
    /** Its end */
    last_visit_ended_at: string | null;
    /** Local days since then; null before the first visit */
    days_since_last: unknown;
    /** Start of the next */
    next_booking_at: string | null;
    /** The first booking, or the record if that is older */
    customer_since: string | null;
    /** Bookings that somebody else made */
    guest_appearances: number;
    /** Canceled bookings */
    canceled: number;
    /** Bookings to which nobody came */
    no_show: number;
  };
};

export type CustomerCreate = {
  /** Full name */
  name: string;
  /** E-mail addresses, the primary first */
  emails?: (string | {
    address: string;
    verified?: boolean;
    shared?: boolean;
    unproven?: boolean;
  })[] | null;
  /** Phone numbers, the primary first */
  phones?: (string | {
    number?: string | null;
    display?: string;
    country?: string | null;
    raw?: string;
    shared?: boolean;
    unproven?: boolean;
  })[] | null;
  /** Numbers of earlier days, which still match */
  previous_phones?: (string | {
    number?: string | null;
    display?: string;
    country?: string | null;
    raw?: string;
    shared?: boolean;
    unproven?: boolean;
  })[] | null;
  /** Has no e-mail: needed to create one by hand without */
  no_email?: boolean | null;
  /** Company */
  company?: string | null;
  /** An organisation that books for others */
  organisation?: boolean | null;
  /** How to address the person */
  called?: string | null;
  /** BCP 47 */
  language?: string | null;
  /** Postal address */
  address?: {
    /** Street and number */
    street?: string | null;
    /** City */
    city?: string | null;
    /** State or province */
    state?: string | null;
    /** Postal code */
    zip?: string | null;
    /** ISO 3166: also how numbers without + are read */
    country?: string | null;
  } | null;
  /** Date of birth */
  date_of_birth?: string | null;
  /** Tags */
  tags?: string[] | null;
  /** Internal notes, never shown outside */
  notes?: string | null;
  /** How they were acquired: online, dashboard, import or any text */
  source?: string | null;
  /** Links to other systems */
  external_ids?: ({
    source: string;
    id: string;
  })[] | null;
};

export type CustomerPatch = {
  /** Full name */
  name?: string;
  /** E-mail addresses, the primary first */
  emails?: (string | {
    address: string;
    verified?: boolean;
    shared?: boolean;
    unproven?: boolean;
  })[] | null;
  /** Phone numbers, the primary first */
  phones?: (string | {
    number?: string | null;
    display?: string;
    country?: string | null;
    raw?: string;
    shared?: boolean;
    unproven?: boolean;
  })[] | null;
  /** Numbers of earlier days, which still match */
  previous_phones?: (string | {
    number?: string | null;
    display?: string;
    country?: string | null;
    raw?: string;
    shared?: boolean;
    unproven?: boolean;
  })[] | null;
  /** Has no e-mail: needed to create one by hand without */
  no_email?: boolean | null;
  /** Company */
  company?: string | null;
  /** An organisation that books for others */
  organisation?: boolean | null;
  /** How to address the person */
  called?: string | null;
  /** BCP 47 */
  language?: string | null;
  /** Postal address */
  address?: {
    /** Street and number */
    street?: string | null;
    /** City */
    city?: string | null;
    /** State or province */
    state?: string | null;
    /** Postal code */
    zip?: string | null;
    /** ISO 3166: also how numbers without + are read */
    country?: string | null;
  } | null;
  /** Date of birth */
  date_of_birth?: string | null;
  /** Tags */
  tags?: string[] | null;
  /** Internal notes, never shown outside */
  notes?: string | null;
  /** How they were acquired: online, dashboard, import or any text */
  source?: string | null;
  /** Links to other systems */
  external_ids?: ({
    source: string;
    id: string;
  })[] | null;
};

export type CustomerPage = {
  items: Customer[];
  total: number;
  total_exact: boolean;
  page?: number | null;
  limit: number;
  next_cursor?: string | null;
  prev_cursor?: string | null;
};

export type Contact = {
  /** The contact */
  id: string;
  /** Full name */
  name: string;
  /** E-mail addresses, the primary first */
  emails: ({
    address: string;
    verified: boolean;
    shared?: boolean;
    unproven?: boolean;
  })[];
  /** Phone numbers, the primary first */
  phones: ({
    number: string | null;
    display: string;
    country: string | null;
    raw: string;
    shared?: boolean;
    unproven?: boolean;
  })[];
  /** Numbers of earlier days, which still match */
  previous_phones: ({
    number: string | null;
    display: string;
    country: string | null;
    raw: string;
    shared?: boolean;
    unproven?: boolean;
  })[];
  /** The first e-mail address */
  primary_email: string | null;
  /** The first phone number in E.164, or as typed */
  primary_phone: string | null;
  /** Which of e-mail and phone are known */
  contact_type: "Email" | "Phone" | "Both" | "Unknown" | null;
  /** Company */
  company: string | null;
  /** Where the lead came from: contact-form, referral, manual or any text */
  source: string;
  /** When the lead was captured; now, if nobody says */
  captured_at: string | null;
  /** Agrees to hear from us: a view on the consent ledger; writing it appends an event */
  contact_consent: boolean;
  /** How consent was obtained */
  obtain_method: string | null;
  /** The customer that the lead became */
  customer_id: string | null;
  /** When it was linked */
  converted_at: string | null;
  /** Derived: where the lead stands */
  status: "converted" | "lost" | "follow-up-due" | "follow-up-scheduled" | "contacted" | "new" | null;
  /** Tags */
  tags: string[];
  /** Internal notes, never shown outside */
  notes?: string | null;
  /** Links to other systems */
  external_ids: ({
    source: string;
    id: string;
  })[];
  /** Closes the lead; empty opens it again */
  lost_reason: string | null;
  /** When it was closed */
  lost_at: string | null;
  /** When somebody last got in touch */
  contacted_at: string | null;
  /** The earliest open follow-up */
  follow_up_at: string | null;
  /** Hidden from lists since */
  archived_at: string | null;
  /** When the record was made */
  created_at: string | null;
  /** When a field was last changed */
  updated_at: string | null;
};

export type ContactCreate = {
  /** Full name */
  name: string;
  /** E-mail addresses, the primary first */
  emails?: (string | {
    address: string;
    verified?: boolean;
    shared?: boolean;
    unproven?: boolean;
  })[] | null;
  /** Phone numbers, the primary first */
  phones?: (string | {
    number?: string | null;
    display?: string;
    country?: string | null;
    raw?: string;
    shared?: boolean;
    unproven?: boolean;
  })[] | null;
  /** Numbers of earlier days, which still match */
  previous_phones?: (string | {
    number?: string | null;
    display?: string;
    country?: string | null;
    raw?: string;
    shared?: boolean;
    unproven?: boolean;
  })[] | null;
  /** Company */
  company?: string | null;
  /** Where the lead came from: contact-form, referral, manual or any text */
  source: string;
  /** When the lead was captured; now, if nobody says */
  captured_at?: string | null;
  /** Agrees to hear from us: a view on the consent ledger; writing it appends an event */
  contact_consent?: boolean | null;
  /** How consent was obtained */
  obtain_method?: string | null;
  /** The customer that the lead became */
  customer_id?: string | null;
  /** Tags */
  tags?: string[] | null;
  /** Internal notes, never shown outside */
  notes?: string | null;
  /** Links to other systems */
  external_ids?: ({
    source: string;
    id: string;
  })[] | null;
  /** Closes the lead; empty opens it again */
  lost_reason?: string | null;
};

export type ContactPatch = {
  /** Full name */
  name?: string;
  /** E-mail addresses, the primary first */
  emails?: (string | {
    address: string;
    verified?: boolean;
    shared?: boolean;
    unproven?: boolean;
  })[] | null;
  /** Phone numbers, the primary first */
  phones?: (string | {
    number?: string | null;
    display?: string;
    country?: string | null;
    raw?: string;
    shared?: boolean;
    unproven?: boolean;
  })[] | null;
  /** Numbers of earlier days, which still match */
  previous_phones?: (string | {
    number?: string | null;
    display?: string;
    country?: string | null;
    raw?: string;
    shared?: boolean;
    unproven?: boolean;
  })[] | null;
  /** Company */
  company?: string | null;
  /** Where the lead came from: contact-form, referral, manual or any text */
  source?: string;
  /** When the lead was captured; now, if nobody says */
  captured_at?: string | null;
  /** Agrees to hear from us: a view on the consent ledger; writing it appends an event */
  contact_consent?: boolean | null;
  /** How consent was obtained */
  obtain_method?: string | null;
  /** The customer that the lead became */
  customer_id?: string | null;
  /** Tags */
  tags?: string[] | null;
  /** Internal notes, never shown outside */
  notes?: string | null;
  /** Links to other systems */
  external_ids?: ({
    source: string;
    id: string;
  })[] | null;
  /** Closes the lead; empty opens it again */
  lost_reason?: string | null;
};

export type ContactPage = {
  items: Contact[];
  total: number;
  total_exact: boolean;
  page?: number | null;
  limit: number;
  next_cursor?: string | null;
  prev_cursor?: string | null;
};

export type Tag = {
  /** The tag's id */
  id: string;
  /** As it was first written */
  name: string;
  /** #rrggbb */
  colour: string | null;
  /** Customers who carry it */
  customers: number;
  /** Contacts who carry it */
  contacts: number;
  /** When it was made */
  created_at: string | null;
  /** When it was last changed */
  updated_at: string | null;
};

export type TagCreate = {
  /** As it was first written */
  name: string;
  /** #rrggbb */
  colour?: string | null;
};

export type TagPatch = {
  /** As it was first written */
  name?: string;
  /** #rrggbb */
  colour?: string | null;
};

export type TagPage = {
  items: Tag[];
  total: number;
  total_exact: boolean;
  page?: number | null;
  limit: number;
  next_cursor?: string | null;
  prev_cursor?: string | null;
};

export type Booking = {
  /** The booking's id */
  id: string;
  /** The system that it comes from */
  source: string | null;
  /** Its id there */
  external_id: string | null;
  /** What the guest shows */
  confirmation_code: string | null;
  /** The part of the code before the first hyphen */
  short_code: string | null;
  /** What was booked */
  activity: string | null;
  /** The pier, the shop */
  site: string | null;
  /** With an offset, as local time, or a day without hours */
  starts_at: string;
  /** The start when it is not given */
  ends_at: string | null;
  /** From local midnight to local midnight */
  all_day: boolean;
  /** Local date of the start */
  service_date: string | null;
  /** confirmed when it is not given */
  status: "draft" | "pending" | "confirmed" | "completed" | "no-show" | "canceled" | null;
  /** How many people */
  party_size: number;
  /** How many of which category: [{"demographic_id", "title", "count"}], the title that of the category when it is not given */
  manifest: unknown;
  /** The sum of the manifest */
  total_participants: number;
  /** Of all amounts */
  currency: string | null;
  /** Before taxes and fees */
  subtotal?: Money;
  /** Taxes */
  taxes?: Money;
  /** Fees */
  fees?: Money;
  /** Discount */
  discount?: Money;
  /** Tip */
  tip?: Money;
  /** What the booking is worth; negative for a refund line */
  grand_total?: Money;
  /** What was paid so far */
  paid?: Money;
  /** What is open by the booking system; the grand total less paid when it is not given */
  balance?: Money;
  /** Where it was sold */
  channel: string | null;
  /** Internal notes */
  notes?: string | null;
  /** Anything else that the source system knows */
  custom: Record<string, unknown>;
  /** Who booked, as typed */
  booker: {
    /** As it was typed */
    name: string | null;
    /** As it was typed */
    email: string | null;
    /** As it was typed */
    phone: string | null;
    /** ISO 3166; where the phone number is read */
    country: string | null;
    /** Who this is in the source system */
    external_id: string | null;
  };
  /** Whom it is for when that is somebody else: the booker's members */
  booked_for: unknown;
  /** Who said whose booking it is: the rule of matching, or a user */
  attached_by: "match" | "user" | null;
  /** Whose booking it is */
  customer_id: string | null;
  /** The lead on whom it waits until it is confirmed */
  contact_id: string | null;
  /** Members set by hand, which no message from outside changes */
  kept_by_staff: string[];
  /** How many payments are recorded for it, of any status; with one, payments_total is what was paid, and the grand total less that is open */
  payments: number;
  /** The sum of the succeeded ones, refunds taken off */
  payments_total?: Money;
  /** When the source system last changed it; older messages change nothing */
  source_updated_at: string | null;
  /** When everything was taken out that said who it was */
  erased_at: string | null;
  /** When Regulars first heard of it */
  created_at: string | null;
  /** When it last changed */
  updated_at: string | null;
};

export type BookingCreate = {
  /** The system that it comes from */
  source?: string | null;
  /** Its id there */
  external_id?: string | null;
  /** What the guest shows */
  confirmation_code?: string | null;
  /** What was booked */
  activity?: string | null;
  /** The pier, the shop */
  site?: string | null;
  /** With an offset, as local time, or a day without hours */
  starts_at: string;
  /** The start when it is not given */
  ends_at?: string | null;
  /** From local midnight to local midnight */
  all_day?: boolean | null;
  /** confirmed when it is not given */
  status?: "draft" | "pending" | "confirmed" | "completed" | "no-show" | "canceled" | null;
  /** How many people */
  party_size?: number | null;
  /** How many of which category: [{"demographic_id", "title", "count"}], the title that of the category when it is not given */
  manifest?: unknown;
  /** Who comes along, a list of guests; a message from another system replaces those that staff did not set */
  guests?: unknown;
  /** Of all amounts */
  currency?: string | null;
  /** Before taxes and fees */
  subtotal?: Money | null | number;
  /** Taxes */
  taxes?: Money | null | number;
  /** Fees */
  fees?: Money | null | number;
  /** Discount */
  discount?: Money | null | number;
  /** Tip */
  tip?: Money | null | number;
  /** What the booking is worth; negative for a refund line */
  grand_total?: Money | null | number;
  /** What was paid so far */
  paid?: Money | null | number;
  /** What is open by the booking system; the grand total less paid when it is not given */
  balance?: Money | null | number;
  /** Where it was sold */
  channel?: string | null;
  /** Internal notes */
  notes?: string | null;
  /** Anything else that the source system knows */
  custom?: Record<string, unknown> | null;
  /** Who booked, as typed */
  booker?: {
    /** As it was typed */
    name?: string | null;
    /** As it was typed */
    email?: string | null;
    /** As it was typed */
    phone?: string | null;
    /** ISO 3166; where the phone number is read */
    country?: string | null;
    /** Who this is in the source system */
    external_id?: string | null;
  } | null;
  /** Whom it is for when that is somebody else: the booker's members */
  booked_for?: unknown;
  /** Whose booking it is */
  customer_id?: string | null;
  /** When the source system last changed it; older messages change nothing */
  source_updated_at?: string | null;
};

export type BookingPatch = {
  /** What the guest shows */
  confirmation_code?: string | null;
  /** What was booked */
  activity?: string | null;
  /** The pier, the shop */
  site?: string | null;
  /** With an offset, as local time, or a day without hours */
  starts_at?: string;
  /** The start when it is not given */
  ends_at?: string | null;
  /** From local midnight to local midnight */
  all_day?: boolean | null;
  /** confirmed when it is not given */
  status?: "draft" | "pending" | "confirmed" | "completed" | "no-show" | "canceled" | null;
  /** How many people */
  party_size?: number | null;
  /** How many of which category: [{"demographic_id", "title", "count"}], the title that of the category when it is not given */
  manifest?: unknown;
  /** Who comes along, a list of guests; a message from another system replaces those that staff did not set */
  guests?: unknown;
  /** Of all amounts */
  currency?: string | null;
  /** Before taxes and fees */
  subtotal?: Money | null | number;
  /** Taxes */
  taxes?: Money | null | number;
  /** Fees */
  fees?: Money | null | number;
  /** Discount */
  discount?: Money | null | number;
  /** Tip */
  tip?: Money | null | number;
  /** What the booking is worth; negative for a refund line */
  grand_total?: Money | null | number;
  /** What was paid so far */
  paid?: Money | null | number;
  /** What is open by the booking system; the grand total less paid when it is not given */
  balance?: Money | null | number;
  /** Where it was sold */
  channel?: string | null;
  /** Internal notes */
  notes?: string | null;
  /** Anything else that the source system knows */
  custom?: Record<string, unknown> | null;
  /** Who booked, as typed */
  booker?: {
    /** As it was typed */
    name?: string | null;
    /** As it was typed */
    email?: string | null;
    /** As it was typed */
    phone?: string | null;
    /** ISO 3166; where the phone number is read */
    country?: string | null;
    /** Who this is in the source system */
    external_id?: string | null;
  } | null;
  /** Whom it is for when that is somebody else: the booker's members */
  booked_for?: unknown;
  /** When the source system last changed it; older messages change nothing */
  source_updated_at?: string | null;
};

export type BookingPage = {
  items: Booking[];
  total: number;
  total_exact: boolean;
  page?: number | null;
  limit: number;
  next_cursor?: string | null;
  prev_cursor?: string | null;
};

export type Demographic = {
  /** The category's id */
  id: string;
  /** Adult, Child, Senior */
  title: string;
  /** Who is meant */
  description: string | null;
  /** Least age in years */
  min_age: number;
  /** Greatest age in years; 150 (or null) is no limit */
  max_age: number;
  /** For these activities only; none: for all */
  activities: string[];
  /** Place in the order, from 1 */
  position: number;
  /** Offered no more; stays on old guests */
  retired: boolean;
  /** When it was made */
  created_at: string | null;
  /** When it was last changed */
  updated_at: string | null;
};

export type DemographicCreate = {
  /** Adult, Child, Senior */
  title: string;
  /** Who is meant */
  description?: string | null;
  /** Least age in years */
  min_age?: number | null;
  /** Greatest age in years; 150 (or null) is no limit */
  max_age?: number | null;
  /** For these activities only; none: for all */
  activities?: string[] | null;
  /** Offered no more; stays on old guests */
  retired?: boolean | null;
};

export type DemographicPatch = {
  /** Adult, Child, Senior */
  title?: string;
  /** Who is meant */
  description?: string | null;
  /** Least age in years */
  min_age?: number | null;
  /** Greatest age in years; 150 (or null) is no limit */
  max_age?: number | null;
  /** For these activities only; none: for all */
  activities?: string[] | null;
  /** Offered no more; stays on old guests */
  retired?: boolean | null;
};

export type DemographicPage = {
  items: Demographic[];
  total: number;
  total_exact: boolean;
  page?: number | null;
  limit: number;
  next_cursor?: string | null;
  prev_cursor?: string | null;
};

export type Guest = {
  /** The guest's id */
  id: string;
  /** Of which booking */
  booking_id: string | null;
  /** Full name; needed when staff add a guest */
  name: string | null;
  /** As it was typed */
  email: string | null;
  /** As it was typed */
  phone: string | null;
  /** Date of birth */
  date_of_birth?: string | null;
  /** Years on the day of the booking; null when unknown */
  age?: unknown;
  /** The category */
  demographic_id: string | null;
  /** The category that fits the age on the day of the booking, and the activity */
  proposed_demographic_id: string | null;
  /** Internal notes */
  notes?: string | null;
  /** Who this is: found by e-mail when the names fit, or set by hand */
  customer_id: string | null;
  /** Who said so: the rule, or a user */
  linked_by: "match" | "user" | null;
  /** Added by staff: no message from outside takes this guest away */
  by_staff: boolean;
  /** Members set by hand, which no message from outside changes */
  kept_by_staff: string[];
  /** Start of the booking */
  starts_at: string | null;
  /** When everything was taken out that said who it was */
  erased_at: string | null;
  /** What was booked */
  activity: string | null;
  /** Status of the booking */
  booking_status: string | null;
  /** Name of the booker, as typed */
  booked_by: string | null;
  /** When the entry was made */
  created_at: string | null;
  /** When it last changed */
  updated_at: string | null;
};

export type GuestCreate = {
  /** Full name; needed when staff add a guest */
  name?: string | null;
  /** As it was typed */
  email?: string | null;
  /** As it was typed */
  phone?: string | null;
  /** Date of birth */
  date_of_birth?: string | null;
  /** The category */
  demographic_id?: string | null;
  /** Internal notes */
  notes?: string | null;
  /** Who this is: found by e-mail when the names fit, or set by hand */
  customer_id?: string | null;
};

export type GuestPatch = {
  /** Full name; needed when staff add a guest */
  name?: string | null;
  /** As it was typed */
  email?: string | null;
  /** As it was typed */
  phone?: string | null;
  /** Date of birth */
  date_of_birth?: string | null;
  /** The category */
  demographic_id?: string | null;
  /** Internal notes */
  notes?: string | null;
  /** Who this is: found by e-mail when the names fit, or set by hand */
  customer_id?: string | null;
};

export type GuestPage = {
  items: Guest[];
  total: number;
  total_exact: boolean;
  page?: number | null;
  limit: number;
  next_cursor?: string | null;
  prev_cursor?: string | null;
};

export type RecordEntry = {
  /** The record's id */
  id: string;
  /** What it is */
  kind: "payment" | "waiver" | "order";
  /** The system that it comes from */
  source: string | null;
  /** Its id there */
  external_id: string | null;
  /** Of a waiver: what was signed */
  title: string | null;
  /** Of a payment: card, cash, voucher */
  type: string | null;
  /** Of an order at the till */
  number: string | null;
  /** A payment is pending, succeeded (so where nothing is said), failed or canceled; a waiver signed (likewise), pending, expired or void; of an order any text */
  status: string | null;
  /** Of the amount */
  currency: string | null;
  /** What was paid, or the total of an order; a refund is below zero */
  amount?: Money;
  /** Where it can be seen: http:// or https:// */
  link: string | null;
  /** When it happened; now where nothing is said */
  at: string | null;
  /** Whose it is */
  customer_id: string | null;
  /** Whose it is, of a lead */
  contact_id: string | null;
  /** Who said so: a user, a key that was sent, the rule (e-mail, phone), or the booking */
  linked_by: "user" | "key" | "match" | "booking" | null;
  /** Which booking it belongs to */
  booking_id: string | null;
  /** The booking as another system names it, with booking_external_id; one that is not known yet is waited for */
  booking_source: string | null;
  /** The booking's id there */
  booking_external_id: string | null;
  /** Who paid, signed or bought, as told */
  person: {
    /** As it was told */
    name: string | null;
    /** As it was told */
    email: string | null;
    /** As it was told */
    phone: string | null;
    /** Date of birth */
    date_of_birth?: string | null;
  };
  /** Why it must be kept */
  hold_reason: string | null;
  /** The last day on which it must be kept */
  hold_until: string | null;
  /** When everything was taken out that said who it was */
  erased_at: string | null;
  /** When Regulars first heard of it */
  created_at: string | null;
  /** When it last changed */
  updated_at: string | null;
};

export type RecordEntryCreate = {
  /** What it is */
  kind: "payment" | "waiver" | "order";
  /** The system that it comes from */
  source?: string | null;
  /** Its id there */
  external_id?: string | null;
  /** Of a waiver: what was signed */
  title?: string | null;
  /** Of a payment: card, cash, voucher */
  type?: string | null;
  /** Of an order at the till */
  number?: string | null;
  /** A payment is pending, succeeded (so where nothing is said), failed or canceled; a waiver signed (likewise), pending, expired or void; of an order any text */
  status?: string | null;
  /** Of the amount */
  currency?: string | null;
  /** What was paid, or the total of an order; a refund is below zero */
  amount?: Money | null | number;
  /** Where it can be seen: http:// or https:// */
  link?: string | null;
  /** When it happened; now where nothing is said */
  at?: string | null;
  /** Whose it is */
  customer_id?: string | null;
  /** Whose it is, of a lead */
  contact_id?: string | null;
  /** Which booking it belongs to */
  booking_id?: string | null;
  /** The booking as another system names it, with booking_external_id; one that is not known yet is waited for */
  booking_source?: string | null;
  /** The booking's id there */
  booking_external_id?: string | null;
  /** Who paid, signed or bought, as told */
  person?: {
    /** As it was told */
    name?: string | null;
    /** As it was told */
    email?: string | null;
    /** As it was told */
    phone?: string | null;
    /** Date of birth */
    date_of_birth?: string | null;
  } | null;
  /** Why it must be kept */
  hold_reason?: string | null;
  /** The last day on which it must be kept */
  hold_until?: string | null;
};

export type RecordEntryPatch = {
  /** Of a waiver: what was signed */
  title?: string | null;
  /** Of a payment: card, cash, voucher */
  type?: string | null;
  /** Of an order at the till */
  number?: string | null;
  /** A payment is pending, succeeded (so where nothing is said), failed or canceled; a waiver signed (likewise), pending, expired or void; of an order any text */
  status?: string | null;
  /** Of the amount */
  currency?: string | null;
  /** What was paid, or the total of an order; a refund is below zero */
  amount?: Money | null | number;
  /** Where it can be seen: http:// or https:// */
  link?: string | null;
  /** When it happened; now where nothing is said */
  at?: string | null;
  /** Whose it is */
  customer_id?: string | null;
  /** Whose it is, of a lead */
  contact_id?: string | null;
  /** Which booking it belongs to */
  booking_id?: string | null;
  /** The booking as another system names it, with booking_external_id; one that is not known yet is waited for */
  booking_source?: string | null;
  /** The booking's id there */
  booking_external_id?: string | null;
  /** Who paid, signed or bought, as told */
  person?: {
    /** As it was told */
    name?: string | null;
    /** As it was told */
    email?: string | null;
    /** As it was told */
    phone?: string | null;
    /** Date of birth */
    date_of_birth?: string | null;
  } | null;
  /** Why it must be kept */
  hold_reason?: string | null;
  /** The last day on which it must be kept */
  hold_until?: string | null;
};

export type RecordEntryPage = {
  items: RecordEntry[];
  total: number;
  total_exact: boolean;
  page?: number | null;
  limit: number;
  next_cursor?: string | null;
  prev_cursor?: string | null;
};

export type Communication = {
  /** The communication */
  id: string;
  /** The system that reported it */
  source: string | null;
  /** Its id there */
  external_id: string | null;
  /** Which way it went; a note is no message but a dated remark about a person */
  via: "email" | "sms" | "phone" | "in-person" | "note" | "other";
  /** out when it is not given; none for a note */
  direction: "in" | "out" | null;
  /** The person's address or number: whom it went to or, coming in, from whom */
  to: string | null;
  /** Subject, or what it was about */
  title: string | null;
  /** What was said */
  body?: string | null;
  /** The booking that it is about */
  reference: string | null;
  /** When; now, if nobody says */
  at: string | null;
  /** Of the delivery, as the sending system says it: sent, delivered, bounced */
  status: string | null;
  /** Whose; found by the address or the booking when nobody is named */
  customer_id: string | null;
  /** The same for a contact */
  contact_id: string | null;
  /** How the person is called now */
  person_name: string | null;
  /** Who logged it */
  user_id: string | null;
  /** When everything was taken out that said who it was */
  erased_at: string | null;
  /** When Regulars heard of it */
  created_at: string | null;
  /** When it last changed */
  updated_at: string | null;
};

export type CommunicationCreate = {
  /** The system that reported it */
  source?: string | null;
  /** Its id there */
  external_id?: string | null;
  /** Which way it went; a note is no message but a dated remark about a person */
  via: "email" | "sms" | "phone" | "in-person" | "note" | "other";
  /** out when it is not given; none for a note */
  direction?: "in" | "out" | null;
  /** The person's address or number: whom it went to or, coming in, from whom */
  to?: string | null;
  /** Subject, or what it was about */
  title?: string | null;
  /** What was said */
  body?: string | null;
  /** The booking that it is about */
  reference?: string | null;
  /** When; now, if nobody says */
  at?: string | null;
  /** Of the delivery, as the sending system says it: sent, delivered, bounced */
  status?: string | null;
  /** Whose; found by the address or the booking when nobody is named */
  customer_id?: string | null;
  /** The same for a contact */
  contact_id?: string | null;
};

export type CommunicationPatch = {
  /** Which way it went; a note is no message but a dated remark about a person */
  via?: "email" | "sms" | "phone" | "in-person" | "note" | "other";
  /** out when it is not given; none for a note */
  direction?: "in" | "out" | null;
  /** The person's address or number: whom it went to or, coming in, from whom */
  to?: string | null;
  /** Subject, or what it was about */
  title?: string | null;
  /** What was said */
  body?: string | null;
  /** The booking that it is about */
  reference?: string | null;
  /** When; now, if nobody says */
  at?: string | null;
  /** Of the delivery, as the sending system says it: sent, delivered, bounced */
  status?: string | null;
  /** Whose; found by the address or the booking when nobody is named */
  customer_id?: string | null;
  /** The same for a contact */
  contact_id?: string | null;
};

export type CommunicationPage = {
  items: Communication[];
  total: number;
  total_exact: boolean;
  page?: number | null;
  limit: number;
  next_cursor?: string | null;
  prev_cursor?: string | null;
};

export type Mail = {
  /** The mail */
  id: string;
  /** What it is: personal, form-alert, invitation … */
  kind: string | null;
  /** The communication that it is, on the person */
  communication_id: string | null;
  /** To which address */
  to: string | null;
  /** To whom */
  to_name: string | null;
  /** Where answers go; null: to the location's own address */
  reply_to: string | null;
  /** The subject */
  subject: string | null;
  /** marketing or surveys: goes only to who agreed; null: answers what somebody asked for */
  purpose: string | null;
  /** What became of it */
  state: "waiting" | "sending" | "sent" | "failed" | "bounced" | "withheld" | "canceled" | null;
  /** When it was to go */
  due_at: string | null;
  /** When it is tried again; null when it is not */
  next_try_at: string | null;
  /** How often it was tried */
  attempts: number;
  /** What the mail server said, or why it was withheld */
  error: string | null;
  /** When the mail server took it */
  sent_at: string | null;
  /** Who had it sent */
  user_id: string | null;
  /** When it was ordered */
  created_at: string | null;
  /** When it last changed */
  updated_at: string | null;
};

export type MailCreate = {

};

export type MailPatch = {

};

export type MailPage = {
  items: Mail[];
  total: number;
  total_exact: boolean;
  page?: number | null;
  limit: number;
  next_cursor?: string | null;
  prev_cursor?: string | null;
};

export type MailTemplate = {
  /** The template */
  id: string;
  /** What it is called */
  name: string;
  /** The subject, with variables such as {{customer.name}} */
  subject: string;
  /** The text, likewise; {{customer.called|friend}} says friend where the first is empty */
  text: string;
  /** When it was made */
  created_at: string | null;
  /** When it last changed */
  updated_at: string | null;
};

export type MailTemplateCreate = {
  /** What it is called */
  name: string;
  /** The subject, with variables such as {{customer.name}} */
  subject: string;
  /** The text, likewise; {{customer.called|friend}} says friend where the first is empty */
  text: string;
};

export type MailTemplatePatch = {
  /** What it is called */
  name?: string;
  /** The subject, with variables such as {{customer.name}} */
  subject?: string;
  /** The text, likewise; {{customer.called|friend}} says friend where the first is empty */
  text?: string;
};

export type MailTemplatePage = {
  items: MailTemplate[];
  total: number;
  total_exact: boolean;
  page?: number | null;
  limit: number;
  next_cursor?: string | null;
  prev_cursor?: string | null;
};

export type MailDraft = {
  /** The subject, with variables such as {{customer.name}} */
  subject: string;
  /** The text, likewise */
  text: string;
  /** One of their addresses; the first, if nobody says */
  to: string | null;
  /** marketing for an offer, which needs their consent; null for an answer */
  purpose: "marketing" | null;
  /** The booking that it is about */
  reference: string | null;
};

export type MailDraftCreate = {
  /** The subject, with variables such as {{customer.name}} */
  subject: string;
  /** The text, likewise */
  text: string;
  /** One of their addresses; the first, if nobody says */
  to?: string | null;
  /** marketing for an offer, which needs their consent; null for an answer */
  purpose?: "marketing" | null;
  /** The booking that it is about */
  reference?: string | null;
};

export type MailDraftPatch = {
  /** The subject, with variables such as {{customer.name}} */
  subject?: string;
  /** The text, likewise */
  text?: string;
  /** One of their addresses; the first, if nobody says */
  to?: string | null;
  /** marketing for an offer, which needs their consent; null for an answer */
  purpose?: "marketing" | null;
  /** The booking that it is about */
  reference?: string | null;
};

export type MailDraftPage = {
  items: MailDraft[];
  total: number;
  total_exact: boolean;
  page?: number | null;
  limit: number;
  next_cursor?: string | null;
  prev_cursor?: string | null;
};

export type MailSender = {
  /** Who mails come from; null: the location's name */
  name: string | null;
  /** From which address; null: the location's support address */
  address: string | null;
  /** Under every mail to a person: who the business is, where, how to reach it */
  footer: string | null;
  /** When it last changed */
  updated_at: string | null;
};

export type MailSenderCreate = {
  /** Who mails come from; null: the location's name */
  name?: string | null;
  /** From which address; null: the location's support address */
  address?: string | null;
  /** Under every mail to a person: who the business is, where, how to reach it */
  footer?: string | null;
};

export type MailSenderPatch = {
  /** Who mails come from; null: the location's name */
  name?: string | null;
  /** From which address; null: the location's support address */
  address?: string | null;
  /** Under every mail to a person: who the business is, where, how to reach it */
  footer?: string | null;
};

export type MailSenderPage = {
  items: MailSender[];
  total: number;
  total_exact: boolean;
  page?: number | null;
  limit: number;
  next_cursor?: string | null;
  prev_cursor?: string | null;
};

export type MailTest = {
  /** To which address; one's own, if nobody says */
  to: string | null;
};

export type MailTestCreate = {
  /** To which address; one's own, if nobody says */
  to?: string | null;
};

export type MailTestPatch = {
  /** To which address; one's own, if nobody says */
  to?: string | null;
};

export type MailTestPage = {
  items: MailTest[];
  total: number;
  total_exact: boolean;
  page?: number | null;
  limit: number;
  next_cursor?: string | null;
  prev_cursor?: string | null;
};

export type MailServer = {
  /** The mail server, such as smtp.example.com; null: none */
  host: string | null;
  /** 587 with STARTTLS, 465 with TLS */
  port: number;
  /** starttls, tls, or none: in the clear, to a server on the same machine only */
  security: "starttls" | "tls" | "none" | null;
  /** To sign in with; null: without signing in */
  username: string | null;
  /** Is there a password? */
  password_set: boolean;
  /** The program was started with a server; it cannot be changed here */
  from_environment: boolean;
  /** When it last changed */
  updated_at: string | null;
};

export type MailServerCreate = {
  /** The mail server, such as smtp.example.com; null: none */
  host?: string | null;
  /** 587 with STARTTLS, 465 with TLS */
  port?: number | null;
  /** starttls, tls, or none: in the clear, to a server on the same machine only */
  security?: "starttls" | "tls" | "none" | null;
  /** To sign in with; null: without signing in */
  username?: string | null;
  /** Its password; kept, never shown */
  password?: string | null;
};

export type MailServerPatch = {
  /** The mail server, such as smtp.example.com; null: none */
  host?: string | null;
  /** 587 with STARTTLS, 465 with TLS */
  port?: number | null;
  /** starttls, tls, or none: in the clear, to a server on the same machine only */
  security?: "starttls" | "tls" | "none" | null;
  /** To sign in with; null: without signing in */
  username?: string | null;
  /** Its password; kept, never shown */
  password?: string | null;
};

export type MailServerPage = {
  items: MailServer[];
  total: number;
  total_exact: boolean;
  page?: number | null;
  limit: number;
  next_cursor?: string | null;
  prev_cursor?: string | null;
};

export type Survey = {
  /** The survey */
  id: string;
  /** What the team calls it */
  name: string;
  /** What stands above the questions */
  description: string | null;
  /** [{"id", "kind", "text", "required", "choices"}]: rating (1 to 5), score (0 to 10), text or choice; a question keeps its id and kind */
  questions: unknown;
  /** What stands there afterwards */
  thank_you: string | null;
  /** Takes new responses */
  active: boolean;
  /** Sent by itself to whoever was there, and allowed it */
  send: boolean;
  /** So many hours after the end of the booking */
  send_after_hours: number;
  /** The subject of that mail, with variables such as {{customer.first_name}}; empty: ours */
  send_subject: string | null;
  /** What it says before the link, likewise; empty: a sentence of ours */
  send_text: string | null;
  /** Goes up when the questions change */
  version: number;
  /** How many there are */
  responses: number;
  /** When it was made */
  created_at: string | null;
  /** When it last changed */
  updated_at: string | null;
};

export type SurveyCreate = {
  /** What the team calls it */
  name: string;
  /** What stands above the questions */
  description?: string | null;
  /** [{"id", "kind", "text", "required", "choices"}]: rating (1 to 5), score (0 to 10), text or choice; a question keeps its id and kind */
  questions: unknown;
  /** What stands there afterwards */
  thank_you?: string | null;
  /** Takes new responses */
  active?: boolean | null;
  /** Sent by itself to whoever was there, and allowed it */
  send?: boolean | null;
  /** So many hours after the end of the booking */
  send_after_hours?: number | null;
  /** The subject of that mail, with variables such as {{customer.first_name}}; empty: ours */
  send_subject?: string | null;
  /** What it says before the link, likewise; empty: a sentence of ours */
  send_text?: string | null;
};

export type SurveyPatch = {
  /** What the team calls it */
  name?: string;
  /** What stands above the questions */
  description?: string | null;
  /** [{"id", "kind", "text", "required", "choices"}]: rating (1 to 5), score (0 to 10), text or choice; a question keeps its id and kind */
  questions?: unknown;
  /** What stands there afterwards */
  thank_you?: string | null;
  /** Takes new responses */
  active?: boolean | null;
  /** Sent by itself to whoever was there, and allowed it */
  send?: boolean | null;
  /** So many hours after the end of the booking */
  send_after_hours?: number | null;
  /** The subject of that mail, with variables such as {{customer.first_name}}; empty: ours */
  send_subject?: string | null;
  /** What it says before the link, likewise; empty: a sentence of ours */
  send_text?: string | null;
};

export type SurveyPage = {
  items: Survey[];
  total: number;
  total_exact: boolean;
  page?: number | null;
  limit: number;
  next_cursor?: string | null;
  prev_cursor?: string | null;
};

export type SurveyResponse = {
  /** The response */
  id: string;
  /** The system that reported it */
  source: string | null;
  /** Its id there */
  external_id: string | null;
  /** To which survey */
  survey_id: string;
  /** Of the questions that were asked; the present one, if nobody says */
  version: number;
  /** Whose; found by the booking or the e-mail when nobody is named */
  customer_id: string | null;
  /** The same for a contact */
  contact_id: string | null;
  /** How the person is called now */
  person_name: string | null;
  /** About which booking */
  booking_id: string | null;
  /** [{"question_id", "value"}] */
  answers?: unknown;
  /** Mean of the ratings, else half the mean of the scores */
  overall_rating: unknown;
  /** When; now, if nobody says */
  at: string | null;
  /** When everything was taken out that said who it was */
  erased_at: string | null;
  /** When Regulars heard of it */
  created_at: string | null;
  /** When it last changed */
  updated_at: string | null;
};

export type SurveyResponseCreate = {
  /** The system that reported it */
  source?: string | null;
  /** Its id there */
  external_id?: string | null;
  /** To which survey */
  survey_id: string;
  /** Of the questions that were asked; the present one, if nobody says */
  version?: number | null;
  /** Whose; found by the booking or the e-mail when nobody is named */
  customer_id?: string | null;
  /** The same for a contact */
  contact_id?: string | null;
  /** By which the person is found; not kept */
  email?: string | null;
  /** About which booking */
  booking_id?: string | null;
  /** [{"question_id", "value"}] */
  answers: unknown;
  /** When; now, if nobody says */
  at?: string | null;
};

export type SurveyResponsePatch = {
  /** To which survey */
  survey_id?: string;
  /** Of the questions that were asked; the present one, if nobody says */
  version?: number | null;
  /** Whose; found by the booking or the e-mail when nobody is named */
  customer_id?: string | null;
  /** The same for a contact */
  contact_id?: string | null;
  /** By which the person is found; not kept */
  email?: string | null;
  /** About which booking */
  booking_id?: string | null;
  /** [{"question_id", "value"}] */
  answers?: unknown;
  /** When; now, if nobody says */
  at?: string | null;
};

export type SurveyResponsePage = {
  items: SurveyResponse[];
  total: number;
  total_exact: boolean;
  page?: number | null;
  limit: number;
  next_cursor?: string | null;
  prev_cursor?: string | null;
};

export type SurveyMail = {
  /** As it is typed; empty: ours */
  send_subject: string | null;
  /** Likewise */
  send_text: string | null;
};

export type SurveyMailCreate = {
  /** As it is typed; empty: ours */
  send_subject?: string | null;
  /** Likewise */
  send_text?: string | null;
};

export type SurveyMailPatch = {
  /** As it is typed; empty: ours */
  send_subject?: string | null;
  /** Likewise */
  send_text?: string | null;
};

export type SurveyMailPage = {
  items: SurveyMail[];
  total: number;
  total_exact: boolean;
  page?: number | null;
  limit: number;
  next_cursor?: string | null;
  prev_cursor?: string | null;
};

export type SurveyInvitation = {
  /** Which survey */
  survey_id: string;
  /** About which visit; their last one, if nobody says */
  booking_id: string | null;
  /** Whom */
  customer_id: string | null;
  /** sent */
  state: string | null;
};

export type SurveyInvitationCreate = {
  /** Which survey */
  survey_id: string;
  /** About which visit; their last one, if nobody says */
  booking_id?: string | null;
};

export type SurveyInvitationPatch = {
  /** Which survey */
  survey_id?: string;
  /** About which visit; their last one, if nobody says */
  booking_id?: string | null;
};

export type SurveyInvitationPage = {
  items: SurveyInvitation[];
  total: number;
  total_exact: boolean;
  page?: number | null;
  limit: number;
  next_cursor?: string | null;
  prev_cursor?: string | null;
};

export type FollowUp = {
  /** The follow-up */
  id: string;
  /** About this customer */
  customer_id: string | null;
  /** About this contact */
  contact_id: string | null;
  /** The person's name */
  name: string | null;
  /** With an offset, as local time, or a day, which means nine in the morning */
  due_at: string;
  /** What to do */
  note?: string | null;
  /** The pier, the shop */
  site: string | null;
  /** Who is in charge; whoever made it, if nobody says */
  assignee_id: string | null;
  /** open, done or canceled */
  state: "open" | "done" | "canceled" | null;
  /** What came of it */
  outcome?: string | null;
  /** When it was done */
  done_at: string | null;
  /** Reminds again then */
  snoozed_until: string | null;
  /** When the person in charge was told that it is time */
  announced_at: string | null;
  /** The person's next booking */
  next_booking_at: string | null;
  /** Who made it */
  created_by: string | null;
  /** When it was made */
  created_at: string | null;
  /** When it last changed */
  updated_at: string | null;
};

export type FollowUpCreate = {
  /** About this customer */
  customer_id?: string | null;
  /** About this contact */
  contact_id?: string | null;
  /** With an offset, as local time, or a day, which means nine in the morning */
  due_at: string;
  /** What to do */
  note?: string | null;
  /** The pier, the shop */
  site?: string | null;
  /** Who is in charge; whoever made it, if nobody says */
  assignee_id?: string | null;
};

export type FollowUpPatch = {
  /** With an offset, as local time, or a day, which means nine in the morning */
  due_at?: string;
  /** What to do */
  note?: string | null;
  /** The pier, the shop */
  site?: string | null;
  /** Who is in charge; whoever made it, if nobody says */
  assignee_id?: string | null;
};

export type FollowUpPage = {
  items: FollowUp[];
  total: number;
  total_exact: boolean;
  page?: number | null;
  limit: number;
  next_cursor?: string | null;
  prev_cursor?: string | null;
};

export type FollowUpEnding = {
  /** What came of it */
  outcome: string | null;
};

export type FollowUpEndingCreate = {
  /** What came of it */
  outcome?: string | null;
};

export type FollowUpEndingPatch = {
  /** What came of it */
  outcome?: string | null;
};

export type FollowUpEndingPage = {
  items: FollowUpEnding[];
  total: number;
  total_exact: boolean;
  page?: number | null;
  limit: number;
  next_cursor?: string | null;
  prev_cursor?: string | null;
};

export type FollowUpSnooze = {
  /** Until this moment; or say minutes */
  until: string | null;
  /** For so long from now */
  minutes: number;
};

export type FollowUpSnoozeCreate = {
  /** Until this moment; or say minutes */
  until?: string | null;
  /** For so long from now */
  minutes?: number | null;
};

export type FollowUpSnoozePatch = {
  /** Until this moment; or say minutes */
  until?: string | null;
  /** For so long from now */
  minutes?: number | null;
};

export type FollowUpSnoozePage = {
  items: FollowUpSnooze[];
  total: number;
  total_exact: boolean;
  page?: number | null;
  limit: number;
  next_cursor?: string | null;
  prev_cursor?: string | null;
};

export type Form = {
  /** The form */
  id: string;
  /** Its public name in addresses, /f/{key}; never changes */
  key: string | null;
  /** Its own page, by the public address that the server was given; the widget is /widget.js there */
  url: string | null;
  /** contact, or subscribe: sending it is itself the consent */
  kind: "contact" | "subscribe";
  /** What the team calls it */
  name: string;
  /** The heading that visitors see */
  title: string | null;
  /** What stands above the fields */
  intro: string | null;
  /** What stands on the button */
  button: string | null;
  /** In which language it speaks; English when absent */
  language: string | null;
  /** [{"name", "label", "required"}] in their order; name is one of name, first_name, last_name, email, phone, message */
  fields: unknown;
  /** [{"id", "kind", "text", "required", "choices"}]: kind is text, choice or yes-no */
  questions: unknown;
  /** A contact form shows a box to agree to news; a subscribe form always asks */
  consent_ask: boolean;
  /** The exact words that are agreed to */
  consent_text: string | null;
  /** Which way of writing or calling is agreed to */
  consent_channel: "email" | "sms" | "phone" | "any" | null;
  /** Goes up when the words change */
  consent_version: number;
  /** Consent counts once the link in a confirmation mail was followed */
  double_opt_in: boolean;
  /** The source of new leads; contact-form or subscribe-form when absent */
  source: string | null;
  /** How consent is obtained; form-submission when absent */
  obtain_method: string | null;
  /** Added to who sends it */
  tags: string[];
  /** What visitors see afterwards */
  thank_you: string | null;
  /** Where visitors go instead of the thank-you */
  redirect_url: string | null;
  /** Websites that may use it, "https://kayak.example"; without any it is used from its own page only */
  origins: string[];
  /** How robots are kept out: pow (a proof of work, nothing leaves this server), a provider, or none */
  verification: "pow" | "turnstile" | "hcaptcha" | "recaptcha" | "none" | null;
  /** How hard the proof of work is; low takes plain HTML without the page with one button */
  strength: "low" | "normal" | "high" | null;
  /** The provider's public key */
  site_key: string | null;
  /** Is a secret there? */
  has_secret: boolean;
  /** The provider's action that must come back; absent: any */
  verification_action: string | null;
  /** The pier or shop that it belongs to */
  site: string | null;
  /** May be used */
  active: boolean;
  /** The name of the field that only robots fill in */
  honeypot: string | null;
  /** When it was made */
  created_at: string | null;
  /** When it was last changed */
  updated_at: string | null;
};

export type FormCreate = {
  /** contact, or subscribe: sending it is itself the consent */
  kind: "contact" | "subscribe";
  /** What the team calls it */
  name: string;
  /** The heading that visitors see */
  title?: string | null;
  /** What stands above the fields */
  intro?: string | null;
  /** What stands on the button */
  button?: string | null;
  /** In which language it speaks; English when absent */
  language?: string | null;
  /** [{"name", "label", "required"}] in their order; name is one of name, first_name, last_name, email, phone, message */
  fields?: unknown;
  /** [{"id", "kind", "text", "required", "choices"}]: kind is text, choice or yes-no */
  questions?: unknown;
  /** A contact form shows a box to agree to news; a subscribe form always asks */
  consent_ask?: boolean | null;
  /** The exact words that are agreed to */
  consent_text?: string | null;
  /** Which way of writing or calling is agreed to */
  consent_channel?: "email" | "sms" | "phone" | "any" | null;
  /** Consent counts once the link in a confirmation mail was followed */
  double_opt_in?: boolean | null;
  /** The source of new leads; contact-form or subscribe-form when absent */
  source?: string | null;
  /** How consent is obtained; form-submission when absent */
  obtain_method?: string | null;
  /** Added to who sends it */
  tags?: string[] | null;
  /** What visitors see afterwards */
  thank_you?: string | null;
  /** Where visitors go instead of the thank-you */
  redirect_url?: string | null;
  /** Websites that may use it, "https://kayak.example"; without any it is used from its own page only */
  origins?: string[] | null;
  /** How robots are kept out: pow (a proof of work, nothing leaves this server), a provider, or none */
  verification?: "pow" | "turnstile" | "hcaptcha" | "recaptcha" | "none" | null;
  /** How hard the proof of work is; low takes plain HTML without the page with one button */
  strength?: "low" | "normal" | "high" | null;
  /** The provider's public key */
  site_key?: string | null;
  /** The provider's secret; never shown again */
  secret?: string | null;
  /** The provider's action that must come back; absent: any */
  verification_action?: string | null;
  /** The pier or shop that it belongs to */
  site?: string | null;
  /** May be used */
  active?: boolean | null;
};

export type FormPatch = {
  /** What the team calls it */
  name?: string;
  /** The heading that visitors see */
  title?: string | null;
  /** What stands above the fields */
  intro?: string | null;
  /** What stands on the button */
  button?: string | null;
  /** In which language it speaks; English when absent */
  language?: string | null;
  /** [{"name", "label", "required"}] in their order; name is one of name, first_name, last_name, email, phone, message */
  fields?: unknown;
  /** [{"id", "kind", "text", "required", "choices"}]: kind is text, choice or yes-no */
  questions?: unknown;
  /** A contact form shows a box to agree to news; a subscribe form always asks */
  consent_ask?: boolean | null;
  /** The exact words that are agreed to */
  consent_text?: string | null;
  /** Which way of writing or calling is agreed to */
  consent_channel?: "email" | "sms" | "phone" | "any" | null;
  /** Consent counts once the link in a confirmation mail was followed */
  double_opt_in?: boolean | null;
  /** The source of new leads; contact-form or subscribe-form when absent */
  source?: string | null;
  /** How consent is obtained; form-submission when absent */
  obtain_method?: string | null;
  /** Added to who sends it */
  tags?: string[] | null;
  /** What visitors see afterwards */
  thank_you?: string | null;
  /** Where visitors go instead of the thank-you */
  redirect_url?: string | null;
  /** Websites that may use it, "https://kayak.example"; without any it is used from its own page only */
  origins?: string[] | null;
  /** How robots are kept out: pow (a proof of work, nothing leaves this server), a provider, or none */
  verification?: "pow" | "turnstile" | "hcaptcha" | "recaptcha" | "none" | null;
  /** How hard the proof of work is; low takes plain HTML without the page with one button */
  strength?: "low" | "normal" | "high" | null;
  /** The provider's public key */
  site_key?: string | null;
  /** The provider's secret; never shown again */
  secret?: string | null;
  /** The provider's action that must come back; absent: any */
  verification_action?: string | null;
  /** The pier or shop that it belongs to */
  site?: string | null;
  /** May be used */
  active?: boolean | null;
};

export type FormPage = {
  items: Form[];
  total: number;
  total_exact: boolean;
  page?: number | null;
  limit: number;
  next_cursor?: string | null;
  prev_cursor?: string | null;
};

export type Submission = {
  /** The submission */
  id: string;
  /** By which form */
  form_id: string | null;
  /** What the team calls it */
  form_name: string | null;
  /** Whose it is */
  customer_id: string | null;
  /** The same for a contact */
  contact_id: string | null;
  /** The contact was made by it */
  made_person: boolean;
  /** accepted, unsure (held until staff say), spam (kept for 30 days) */
  state: "accepted" | "unsure" | "spam" | null;
  /** Why it is not accepted */
  reason: string | null;
  /** As typed */
  name: string | null;
  /** As typed, in normal form where it is an address */
  email: string | null;
  /** As typed */
  phone: string | null;
  /** What was written */
  message?: string | null;
  /** [{"id", "text", "value"}]: the form's own questions */
  answers?: unknown;
  /** The address is one of those made for throwing away */
  disposable: boolean;
  /** Where the form stood */
  page: string | null;
  /** The pier or shop of the form */
  site: string | null;
  /** The box was ticked, or the form is itself the asking */
  consent: boolean;
  /** Which wording was shown; 0: none */
  consent_version: number;
  /** Double opt-in: waiting for the link to be followed, or confirmed */
  opt_in: "waiting" | "confirmed" | null;
  /** When it was confirmed */
  opt_in_at: string | null;
  /** From which address of the network */
  ip?: string | null;
  /** With which browser */
  user_agent?: string | null;
  /** Where it stands as an enquiry; null when it is none */
  enquiry: "new" | "taken" | "answered" | "closed" | null;
  /** When it came in */
  at: string | null;
  /** When it was last changed */
  updated_at: string | null;
};

export type SubmissionCreate = {

};

export type SubmissionPatch = {

};

export type SubmissionPage = {
  items: Submission[];
  total: number;
  total_exact: boolean;
  page?: number | null;
  limit: number;
  next_cursor?: string | null;
  prev_cursor?: string | null;
};

export type Enquiry = {
  /** The enquiry; its submission has the same number */
  id: string;
  /** By which form */
  form_id: string | null;
  /** What the team calls it */
  form_name: string | null;
  /** Whose it is; of an unsure one nobody's */
  customer_id: string | null;
  /** The same for a contact */
  contact_id: string | null;
  /** new, taken, answered, closed */
  state: "new" | "taken" | "answered" | "closed" | null;
  /** Nobody proved to be no robot: accept it, or call it spam */
  unsure: boolean;
  /** Why it is unsure */
  reason: string | null;
  /** Neither answered nor closed in time */
  overdue: boolean;
  /** Until when it is to be answered */
  due_at: string | null;
  /** As typed */
  name: string | null;
  /** As typed, in normal form where it is an address */
  email: string | null;
  /** As typed */
  phone: string | null;
  /** What was written */
  message?: string | null;
  /** [{"id", "text", "value"}]: the form's own questions */
  answers?: unknown;
  /** The address is one of those made for throwing away */
  disposable: boolean;
  /** Where the form stood */
  page: string | null;
  /** The pier or shop of the form */
  site: string | null;
  /** Who takes care of it; null also for whoever did so from the mail */
  taken_by: string | null;
  /** Since when */
  taken_at: string | null;
  /** Who answered */
  answered_by: string | null;
  /** When it was answered */
  answered_at: string | null;
  /** When it was closed */
  closed_at: string | null;
  /** When it came in */
  at: string | null;
  /** When it was last changed */
  updated_at: string | null;
};

export type EnquiryCreate = {

};

export type EnquiryPatch = {

};

export type EnquiryPage = {
  items: Enquiry[];
  total: number;
  total_exact: boolean;
  page?: number | null;
  limit: number;
  next_cursor?: string | null;
  prev_cursor?: string | null;
};

export type Consent = {
  /** The event */
  id: string;
  /** Whose; null when the person has gone */
  customer_id: string | null;
  /** The same for a contact */
  contact_id: string | null;
  /** Which way of writing or calling */
  channel: "email" | "sms" | "phone" | "any";
  /** What for */
  purpose: "marketing" | "surveys";
  /** Given or withdrawn */
  given: boolean;
  /** consent, or existing-customer: the law's soft opt-in */
  kind: "consent" | "existing-customer" | null;
  /** Which address it is for; the primary one, if nobody says */
  address?: string | null;
  /** How it was obtained; double-opt-in is written by the person's own confirmation alone */
  obtain_method: string | null;
  /** The exact words that were shown */
  wording: string | null;
  /** From which form */
  form_id: string | null;
  /** On which page */
  page: string | null;
  /** From which address of the network */
  ip?: string | null;
  /** With which browser */
  user_agent?: string | null;
  /** Can it be shown to who asks? A default cannot: it counts for a personal answer, never for mail to many */
  demonstrable: boolean;
  /** Who recorded it */
  user_id: string | null;
  /** When it was said; now, if nobody says */
  at: string | null;
};

export type ConsentCreate = {
  /** Whose; null when the person has gone */
  customer_id?: string | null;
  /** The same for a contact */
  contact_id?: string | null;
  /** Which way of writing or calling */
  channel: "email" | "sms" | "phone" | "any";
  /** What for */
  purpose: "marketing" | "surveys";
  /** Given or withdrawn */
  given: boolean;
  /** consent, or existing-customer: the law's soft opt-in */
  kind?: "consent" | "existing-customer" | null;
  /** Which address it is for; the primary one, if nobody says */
  address?: string | null;
  /** How it was obtained; double-opt-in is written by the person's own confirmation alone */
  obtain_method?: string | null;
  /** The exact words that were shown */
  wording?: string | null;
  /** From which form */
  form_id?: string | null;
  /** On which page */
  page?: string | null;
  /** From which address of the network */
  ip?: string | null;
  /** With which browser */
  user_agent?: string | null;
  /** When it was said; now, if nobody says */
  at?: string | null;
};

export type ConsentPatch = {
  /** Whose; null when the person has gone */
  customer_id?: string | null;
  /** The same for a contact */
  contact_id?: string | null;
  /** Which way of writing or calling */
  channel?: "email" | "sms" | "phone" | "any";
  /** What for */
  purpose?: "marketing" | "surveys";
  /** Given or withdrawn */
  given?: boolean;
  /** consent, or existing-customer: the law's soft opt-in */
  kind?: "consent" | "existing-customer" | null;
  /** Which address it is for; the primary one, if nobody says */
  address?: string | null;
  /** How it was obtained; double-opt-in is written by the person's own confirmation alone */
  obtain_method?: string | null;
  /** The exact words that were shown */
  wording?: string | null;
  /** From which form */
  form_id?: string | null;
  /** On which page */
  page?: string | null;
  /** From which address of the network */
  ip?: string | null;
  /** With which browser */
  user_agent?: string | null;
  /** When it was said; now, if nobody says */
  at?: string | null;
};

export type ConsentPage = {
  items: Consent[];
  total: number;
  total_exact: boolean;
  page?: number | null;
  limit: number;
  next_cursor?: string | null;
  prev_cursor?: string | null;
};

export type Checkout = {
  /** The checkout */
  id: string;
  /** What the booking page calls it */
  external_id: string | null;
  /** A page's script reported it */
  by_browser: boolean;
  /** A report says open or completed; abandoned and recovered follow */
  state: "open" | "abandoned" | "recovered" | "completed" | null;
  /** Whoever is at it, as far as they have said */
  person: {
    /** As it was typed */
    name: string | null;
    /** As it was typed */
    email: string | null;
    /** As it was typed */
    phone: string | null;
  };
  /** What they were about to book */
  activity: string | null;
  /** Where */
  site: string | null;
  /** When it would begin */
  starts_at: string | null;
  /** What is in it: any JSON of at most 20 kB; lists of {"name", "quantity", "price"} are shown as such */
  cart: unknown;
  /** Of the value */
  currency: string | null;
  /** What it would have come to */
  value?: Money;
  /** Where they can go on: https:// */
  resume_url: string | null;
  /** They ticked the box that allows marketing by e-mail */
  consent: boolean;
  /** What stood beside that box; without it the consent cannot be shown, and no reminder goes out */
  consent_wording: string | null;
  /** On which page it stood; the website of resume_url when nobody says */
  consent_page: string | null;
  /** When it was first reported as ticked, with this wording */
  consent_at: string | null;
  /** Whose it is, once that is known */
  customer_id: string | null;
  /** Whose it is, of a lead */
  contact_id: string | null;
  /** The booking that brought it back */
  booking_id: string | null;
  /** The last report of it */
  seen_at: string | null;
  /** When it was left alone, for the first time */
  abandoned_at: string | null;
  /** When it came back */
  recovered_at: string | null;
  /** When it was completed without being left alone */
  completed_at: string | null;
  /** When a reminder was ordered */
  reminded_at: string | null;
  /** When everything was taken out that said who it was */
  erased_at: string | null;
  /** The first report of it */
  created_at: string | null;
  /** When it last changed */
  updated_at: string | null;
};

export type CheckoutCreate = {
  /** A report says open or completed; abandoned and recovered follow */
  state?: "open" | "abandoned" | "recovered" | "completed" | null;
  /** Whoever is at it, as far as they have said */
  person?: {
    /** As it was typed */
    name?: string | null;
    /** As it was typed */
    email?: string | null;
    /** As it was typed */
    phone?: string | null;
  } | null;
  /** What they were about to book */
  activity?: string | null;
  /** Where */
  site?: string | null;
  /** When it would begin */
  starts_at?: string | null;
  /** What is in it: any JSON of at most 20 kB; lists of {"name", "quantity", "price"} are shown as such */
  cart?: unknown;
  /** Of the value */
  currency?: string | null;
  /** What it would have come to */
  value?: Money | null | number;
  /** Where they can go on: https:// */
  resume_url?: string | null;
  /** They ticked the box that allows marketing by e-mail */
  consent?: boolean | null;
  /** What stood beside that box; without it the consent cannot be shown, and no reminder goes out */
  consent_wording?: string | null;
  /** On which page it stood; the website of resume_url when nobody says */
  consent_page?: string | null;
};

export type CheckoutPatch = {
  /** A report says open or completed; abandoned and recovered follow */
  state?: "open" | "abandoned" | "recovered" | "completed" | null;
  /** Whoever is at it, as far as they have said */
  person?: {
    /** As it was typed */
    name?: string | null;
    /** As it was typed */
    email?: string | null;
    /** As it was typed */
    phone?: string | null;
  } | null;
  /** What they were about to book */
  activity?: string | null;
  /** Where */
  site?: string | null;
  /** When it would begin */
  starts_at?: string | null;
  /** What is in it: any JSON of at most 20 kB; lists of {"name", "quantity", "price"} are shown as such */
  cart?: unknown;
  /** Of the value */
  currency?: string | null;
  /** What it would have come to */
  value?: Money | null | number;
  /** Where they can go on: https:// */
  resume_url?: string | null;
  /** They ticked the box that allows marketing by e-mail */
  consent?: boolean | null;
  /** What stood beside that box; without it the consent cannot be shown, and no reminder goes out */
  consent_wording?: string | null;
  /** On which page it stood; the website of resume_url when nobody says */
  consent_page?: string | null;
};

export type CheckoutPage = {
  items: Checkout[];
  total: number;
  total_exact: boolean;
  page?: number | null;
  limit: number;
  next_cursor?: string | null;
  prev_cursor?: string | null;
};

export type CheckoutReporting = {
  /** Are pages heard? */
  enabled: boolean;
  /** The websites that may report: https://www.example.com */
  origins: string[];
  /** Stands in the page; everybody can read it */
  key: string | null;
  /** Where the page's script reports to */
  address: string | null;
  /** When this was last changed */
  updated_at: string | null;
};

export type CheckoutReportingCreate = {
  /** Are pages heard? */
  enabled?: boolean | null;
  /** The websites that may report: https://www.example.com */
  origins?: string[] | null;
};

export type CheckoutReportingPatch = {
  /** Are pages heard? */
  enabled?: boolean | null;
  /** The websites that may report: https://www.example.com */
  origins?: string[] | null;
};

export type CheckoutReportingPage = {
  items: CheckoutReporting[];
  total: number;
  total_exact: boolean;
  page?: number | null;
  limit: number;
  next_cursor?: string | null;
  prev_cursor?: string | null;
};

export type Reminder = {
  /** A mail when a follow-up that one is in charge of is due */
  due_mail: boolean;
  /** A mail at seven in the morning with what the day brings */
  digest: boolean;
  /** When the present calendar address was made; null: there is none */
  calendar_made_at: string | null;
};

export type ReminderCreate = {
  /** A mail when a follow-up that one is in charge of is due */
  due_mail?: boolean | null;
  /** A mail at seven in the morning with what the day brings */
  digest?: boolean | null;
};

export type ReminderPatch = {
  /** A mail when a follow-up that one is in charge of is due */
  due_mail?: boolean | null;
  /** A mail at seven in the morning with what the day brings */
  digest?: boolean | null;
};

export type ReminderPage = {
  items: Reminder[];
  total: number;
  total_exact: boolean;
  page?: number | null;
  limit: number;
  next_cursor?: string | null;
  prev_cursor?: string | null;
};

export type Erasure = {
  /** The erasure */
  id: string;
  /** What was named: a customer, a contact, an e-mail or a phone */
  subject: "customer" | "contact" | "email" | "phone" | null;
  /** Who asked for it */
  user_id: string | null;
  /** The ids of customers and contacts that are gone */
  people: unknown;
  /** Bookings that stay without a name */
  bookings: number;
  /** Guest entries likewise */
  guests: number;
  /** Communications likewise */
  communications: number;
  /** Survey responses likewise */
  survey_responses: number;
  /** Payments, waivers and orders likewise, those on hold apart */
  records: number;
  /** What came in by forms likewise; what was refused or held is gone */
  form_submissions: number;
  /** Checkouts likewise */
  checkouts: number;
  /** Follow-ups that are gone */
  follow_ups: number;
  /** Consent events that stay as proof, with a keyed hash of the address */
  consent_events: number;
  /** Entries of the audit whose values are gone */
  audit_entries: number;
  /** What has to be kept: [{"record_id", "kind", "reason", "until"}]; it goes when the hold is over */
  kept: unknown;
  /** When */
  at: string | null;
  /** When it was done again, in an older copy of the database that had been brought back */
  repeated_at: string | null;
  /** When it had left the database's files too */
  cleaned_at: string | null;
};

export type ErasureCreate = {

};

export type ErasurePatch = {

};

export type ErasurePage = {
  items: Erasure[];
  total: number;
  total_exact: boolean;
  page?: number | null;
  limit: number;
  next_cursor?: string | null;
  prev_cursor?: string | null;
};

export type Audit = {
  /** The entry */
  id: string;
  /** Its number in the chain */
  seq: number;
  /** When */
  at: string | null;
  /** Who */
  actor: {
    /** user, api_key, form, system or nobody */
    kind: string | null;
    /** The user or the key */
    id: string | null;
    /** As they were called then */
    name: string | null;
  };
  /** From where; kept 30 days */
  ip: string | null;
  /** What was done: customer.updated */
  action: string | null;
  /** To which record */
  record_id: string | null;
  /** Old and new values */
  changes?: unknown;
  /** SHA-256 over the entry and the hash before it */
  hash: string | null;
};

export type AuditCreate = {

};

export type AuditPatch = {

};

export type AuditPage = {
  items: Audit[];
  total: number;
  total_exact: boolean;
  page?: number | null;
  limit: number;
  next_cursor?: string | null;
  prev_cursor?: string | null;
};

export type Job = {
  /** The job */
  id: string;
  /** What kind of work */
  kind: string | null;
  /** How far it is */
  state: "waiting" | "running" | "done" | "failed" | "canceled" | null;
  /** Records handled */
  done: number;
  /** Records refused */
  failed: number;
  /** Records that matched when it was asked for */
  total: number;
  /** The first 100 failures, with their reasons */
  result: Record<string, unknown>;
  /** Who asked for it */
  started_by: string | null;
  /** When it was asked for */
  created_at: string | null;
  /** When it last moved */
  updated_at: string | null;
};

export type JobCreate = {

};

export type JobPatch = {

};

export type JobPage = {
  items: Job[];
  total: number;
  total_exact: boolean;
  page?: number | null;
  limit: number;
  next_cursor?: string | null;
  prev_cursor?: string | null;
};

export type Chore = {
  /** What it is called */
  name: string | null;
  /** What it does */
  help: string | null;
  /** How often it is done, or looks whether there is anything to do */
  every_seconds: number;
  /** It is done when something waits, and has no time of its own */
  when_needed: boolean;
  /** A server is at it */
  running: boolean;
  /** When it is next due */
  next_run_at: string | null;
  /** Somebody wants it now, since */
  requested_at: string | null;
  /** When it was last begun */
  last_run_at: string | null;
  /** How long it took then */
  duration_ms: number;
  /** When it last went well */
  last_success_at: string | null;
  /** Why it did not go well; null when it did */
  last_error: string | null;
  /** How often it was done */
  runs: number;
  /** How often it failed */
  failures: number;
};

export type ChoreCreate = {

};

export type ChorePatch = {

};

export type ChorePage = {
  items: Chore[];
  total: number;
  total_exact: boolean;
  page?: number | null;
  limit: number;
  next_cursor?: string | null;
  prev_cursor?: string | null;
};

export type Problem = {
  type: string;
  title: string;
  status: number;
  detail?: string;
  code: string;
  request_id: string;
  errors?: ({
    field: string;
    code: string;
    detail: string;
    customer_id?: string;
  })[];
};

export type Limit = { required?: boolean; max?: number; min?: number; items?: number };
export const limits: Record<string, Record<string, Limit>> = {
  "session": {},
  "user": {
    "name": {
      "required": true,
      "max": 100
    },
    "email": {
      "required": true,
      "max": 254
    },
    "password": {
      "max": 200
    },
    "old_password": {
      "max": 200
    }
  },
  "api_key": {
    "location_id": {
      "required": true
    },
    "name": {
      "required": true,
      "max": 100
    },
    "permissions": {
      "items": 60
    }
  },
  "location": {
    "name": {
      "required": true,
      "max": 100
    },
    "slug": {
      "max": 60
    },
    "time_zone": {
      "required": true
    },
    "currency": {
      "required": true
    },
    "country": {
      "required": true
    },
    "support_email": {
      "max": 254
    },
    "relay_domains": {
      "items": 200
    },
    "checkout_reminder_text": {
      "max": 5000
    },
    "sensitive_fields": {
      "items": 100
    }
  },
  "customer": {
    "name": {
      "required": true,
      "max": 100
    },
    "emails": {
      "items": 20
    },
    "phones": {
      "items": 20
    },
    "previous_phones": {
      "items": 20
    },
    "company": {
      "max": 100
    },
    "called": {
      "max": 100
    },
    "address.street": {
      "max": 100
    },
    "address.city": {
      "max": 100
    },
    "address.state": {
      "max": 100
    },
    "address.zip": {
      "max": 20
    },
    "tags": {
      "items": 200
    },
    "notes": {
      "max": 10000
    },
    "source": {
      "max": 100
    },
    "external_ids": {
      "items": 100
    }
  },
  "contact": {
    "name": {
      "required": true,
      "max": 100
    },
    "emails": {
      "items": 20
    },
    "phones": {
      "items": 20
    },
    "previous_phones": {
      "items": 20
    },
    "company": {
      "max": 100
    },
    "source": {
      "required": true,
      "max": 100
    },
    "obtain_method": {
      "max": 100
    },
    "tags": {
      "items": 200
    },
    "notes": {
      "max": 10000
    },
    "external_ids": {
      "items": 100
    },
    "lost_reason": {
      "max": 1000
    }
  },
  "tag": {
    "name": {
      "required": true,
      "max": 50
    }
  },
  "booking": {
    "source": {
      "max": 100
    },
    "external_id": {
      "max": 100
    },
    "confirmation_code": {
      "max": 100
    },
    "activity": {
      "max": 200
    },
    "site": {
      "max": 100
    },
    "starts_at": {
      "required": true
    },
    "channel": {
      "max": 100
    },
    "notes": {
      "max": 10000
    },
    "booker.name": {
      "max": 500
    },
    "booker.email": {
      "max": 500
    },
    "booker.phone": {
      "max": 500
    },
    "booker.country": {
      "max": 500
    },
    "booker.external_id": {
      "max": 500
    }
  },
  "demographic": {
    "title": {
      "required": true,
      "max": 100
    },
    "description": {
      "max": 1000
    },
    "activities": {
      "items": 50
    }
  },
  "guest": {
    "name": {
      "max": 100
    },
    "email": {
      "max": 500
    },
    "phone": {
      "max": 500
    },
    "notes": {
      "max": 10000
    }
  },
  "record": {
    "kind": {
      "required": true
    },
    "source": {
      "max": 100
    },
    "external_id": {
      "max": 100
    },
    "title": {
      "max": 200
    },
    "type": {
      "max": 100
    },
    "number": {
      "max": 100
    },
    "status": {
      "max": 100
    },
    "link": {
      "max": 1000
    },
    "booking_source": {
      "max": 100
    },
    "booking_external_id": {
      "max": 100
    },
    "person.name": {
      "max": 500
    },
    "person.email": {
      "max": 500
    },
    "person.phone": {
      "max": 500
    },
    "hold_reason": {
      "max": 200
    }
  },
  "communication": {
    "source": {
      "max": 100
    },
    "external_id": {
      "max": 100
    },
    "via": {
      "required": true
    },
    "to": {
      "max": 254
    },
    "title": {
      "max": 300
    },
    "body": {
      "max": 100000
    },
    "status": {
      "max": 50
    }
  },
  "mail": {},
  "mail_template": {
    "name": {
      "required": true,
      "max": 100
    },
    "subject": {
      "required": true,
      "max": 200
    },
    "text": {
      "required": true,
      "max": 20000
    }
  },
  "mail_draft": {
    "subject": {
      "required": true,
      "max": 200
    },
    "text": {
      "required": true,
      "max": 20000
    },
    "to": {
      "max": 254
    }
  },
  "mail_sender": {
    "name": {
      "max": 100
    },
    "address": {
      "max": 254
    },
    "footer": {
      "max": 2000
    }
  },
  "mail_test": {
    "to": {
      "max": 254
    }
  },
  "mail_server": {
    "host": {
      "max": 253
    },
    "username": {
      "max": 254
    },
    "password": {
      "max": 500
    }
  },
  "survey": {
    "name": {
      "required": true,
      "max": 100
    },
    "description": {
      "max": 2000
    },
    "questions": {
      "required": true
    },
    "thank_you": {
      "max": 2000
    },
    "send_subject": {
      "max": 200
    },
    "send_text": {
      "max": 5000
    }
  },
  "survey_response": {
    "source": {
      "max": 100
    },
    "external_id": {
      "max": 100
    },
    "survey_id": {
      "required": true
    },
    "email": {
      "max": 254
    },
    "answers": {
      "required": true
    }
  },
  "survey_mail": {
    "send_subject": {
      "max": 200
    },
    "send_text": {
      "max": 5000
    }
  },
  "survey_invitation": {
    "survey_id": {
      "required": true
    }
  },
  "follow_up": {
    "due_at": {
      "required": true
    },
    "note": {
      "max": 1000
    },
    "site": {
      "max": 100
    }
  },
  "follow_up_ending": {
    "outcome": {
      "max": 1000
    }
  },
  "follow_up_snooze": {},
  "form": {
    "kind": {
      "required": true
    },
    "name": {
      "required": true,
      "max": 100
    },
    "title": {
      "max": 200
    },
    "intro": {
      "max": 2000
    },
    "button": {
      "max": 50
    },
    "consent_text": {
      "max": 2000
    },
    "source": {
      "max": 100
    },
    "obtain_method": {
      "max": 100
    },
    "tags": {
      "items": 20
    },
    "thank_you": {
      "max": 2000
    },
    "redirect_url": {
      "max": 500
    },
    "origins": {
      "items": 50
    },
    "site_key": {
      "max": 200
    },
    "secret": {
      "max": 500
    },
    "verification_action": {
      "max": 32
    },
    "site": {
      "max": 100
    }
  },
  "submission": {},
  "enquiry": {},
  "consent": {
    "channel": {
      "required": true
    },
    "purpose": {
      "required": true
    },
    "given": {
      "required": true
    },
    "address": {
      "max": 254
    },
    "obtain_method": {
      "max": 100
    },
    "wording": {
      "max": 10000
    },
    "page": {
      "max": 2000
    },
    "ip": {
      "max": 100
    },
    "user_agent": {
      "max": 500
    }
  },
  "checkout": {
    "person.name": {
      "max": 500
    },
    "person.email": {
      "max": 500
    },
    "person.phone": {
      "max": 500
    },
    "activity": {
      "max": 200
    },
    "site": {
      "max": 100
    },
    "resume_url": {
      "max": 2000
    },
    "consent_wording": {
      "max": 2000
    },
    "consent_page": {
      "max": 2000
    }
  },
  "checkout_reporting": {
    "origins": {
      "items": 50
    }
  },
  "reminder": {},
  "erasure": {},
  "audit": {},
  "job": {},
  "chore": {}
};

export type FilterKind = "text" | "yes" | "number" | "date" | "choice";
export type FilterShape = { kind: FilterKind; many: boolean; help: string; choices?: string[] };
export type ListShape = { sorts: string[]; sort: string; filters: Record<string, FilterShape> };
export const lists: Record<string, ListShape> = {
  "customers": {
    "sorts": [
      "name",
      "-name",
      "created_at",
      "-created_at",
      "customer_since",
      "-customer_since",
      "updated_at",
      "-updated_at",
      "last_booking_at",
      "-last_booking_at",
      "bookings",
      "-bookings",
      "spent",
      "-spent",
      "id",
      "-id"
    ],
    "sort": "-created_at",
    "filters": {
      "q": {
        "kind": "text",
        "many": false,
        "help": "Part of name, e-mail, phone, company or tag"
      },
      "tag": {
        "kind": "text",
        "many": true,
        "help": "Has this tag; repeat for any of several"
      },
      "tag_all": {
        "kind": "text",
        "many": true,
        "help": "Has this tag; repeat for all of several"
      },
      "created_from": {
        "kind": "date",
        "many": false,
        "help": "Created on this day or later"
      },
      "created_to": {
        "kind": "date",
        "many": false,
        "help": "Created on this day or earlier"
      },
      "last_booking_from": {
        "kind": "date",
        "many": false,
        "help": "Last booking on this day or later"
      },
      "last_booking_to": {
        "kind": "date",
        "many": false,
        "help": "Last booking on this day or earlier"
      },
      "bookings_min": {
        "kind": "number",
        "many": false,
        "help": "Counted bookings, at least"
      },
      "bookings_max": {
        "kind": "number",
        "many": false,
        "help": "Counted bookings, at most"
      },
      "spent_min": {
        "kind": "number",
        "many": false,
        "help": "Total spent in minor units, at least"
      },
      "spent_max": {
        "kind": "number",
        "many": false,
        "help": "Total spent in minor units, at most"
      },
      "has_email": {
        "kind": "yes",
        "many": false,
        "help": "Has an e-mail address"
      },
      "has_phone": {
        "kind": "yes",
        "many": false,
        "help": "Has a phone number"
      },
      "has_upcoming": {
        "kind": "yes",
        "many": false,
        "help": "Has a counted booking that has not begun"
      },
      "never_booked": {
        "kind": "yes",
        "many": false,
        "help": "Has no counted booking"
      },
      "active": {
        "kind": "yes",
        "many": false,
        "help": "Has a counted booking in the active window, or coming"
      },
      "city": {
        "kind": "text",
        "many": true,
        "help": "City of the address"
      },
      "country": {
        "kind": "text",
        "many": true,
        "help": "Country of the address"
      },
      "consent": {
        "kind": "yes",
        "many": false,
        "help": "Agrees to marketing"
      },
      "archived": {
        "kind": "yes",
        "many": false,
        "help": "Archived ones, which are left out otherwise"
      },
      "email": {
        "kind": "text",
        "many": true,
        "help": "Has exactly this e-mail address"
      },
      "phone": {
        "kind": "text",
        "many": true,
        "help": "Has exactly this phone number, now or before"
      },
      "external_source": {
        "kind": "text",
        "many": true,
        "help": "Is linked to this other system"
      },
      "external_id": {
        "kind": "text",
        "many": true,
        "help": "Has exactly this id in another system"
      },
      "incomplete": {
        "kind": "yes",
        "many": false,
        "help": "No e-mail is known"
      },
      "organisation": {
        "kind": "yes",
        "many": false,
        "help": "An organisation that books for others"
      },
      "source": {
        "kind": "text",
        "many": true,
        "help": "How they were acquired: online, dashboard, import or any text"
      }
    }
  },
  "contacts": {
    "sorts": [
      "captured_at",
      "-captured_at",
      "name",
      "-name",
      "created_at",
      "-created_at",
      "updated_at",
      "-updated_at",
      "id",
      "-id"
    ],
    "sort": "-captured_at",
    "filters": {
      "q": {
        "kind": "text",
        "many": false,
        "help": "Part of name, e-mail, phone, company or tag"
      },
      "tag": {
        "kind": "text",
        "many": true,
        "help": "Has this tag; repeat for any of several"
      },
      "tag_all": {
        "kind": "text",
        "many": true,
        "help": "Has this tag; repeat for all of several"
      },
      "captured_from": {
        "kind": "date",
        "many": false,
        "help": "Captured on this day or later"
      },
      "captured_to": {
        "kind": "date",
        "many": false,
        "help": "Captured on this day or earlier"
      },
      "consent": {
        "kind": "yes",
        "many": false,
        "help": "Agrees to hear from us"
      },
      "customer_id": {
        "kind": "text",
        "many": true,
        "help": "Linked to this customer"
      },
      "linked": {
        "kind": "yes",
        "many": false,
        "help": "Linked to any customer"
      },
      "type": {
        "kind": "choice",
        "many": true,
        "help": "Which of e-mail and phone are known",
        "choices": [
          "Email",
          "Phone",
          "Both",
          "Unknown"
        ]
      },
      "status": {
        "kind": "choice",
        "many": true,
        "help": "Where the lead stands",
        "choices": [
          "converted",
          "lost",
          "follow-up-due",
          "follow-up-scheduled",
          "contacted",
          "new"
        ]
      },
      "has_email": {
        "kind": "yes",
        "many": false,
        "help": "Has an e-mail address"
      },
      "has_phone": {
        "kind": "yes",
        "many": false,
        "help": "Has a phone number"
      },
      "archived": {
        "kind": "yes",
        "many": false,
        "help": "Archived ones, which are left out otherwise"
      },
      "email": {
        "kind": "text",
        "many": true,
        "help": "Has exactly this e-mail address"
      },
      "phone": {
        "kind": "text",
        "many": true,
        "help": "Has exactly this phone number, now or before"
      },
      "source": {
        "kind": "text",
        "many": true,
        "help": "Where the lead came from: contact-form, referral, manual or any text"
      },
      "obtain_method": {
        "kind": "text",
        "many": true,
        "help": "How consent was obtained"
      }
    }
  },
  "tags": {
    "sorts": [
      "name",
      "-name",
      "customers",
      "-customers",
      "contacts",
      "-contacts",
      "created_at",
      "-created_at",
      "id",
      "-id"
    ],
    "sort": "name",
    "filters": {
      "q": {
        "kind": "text",
        "many": false,
        "help": "Part of the name"
      }
    }
  },
  "bookings": {
    "sorts": [
      "starts_at",
      "-starts_at",
      "grand_total",
      "-grand_total",
      "created_at",
      "-created_at",
      "id",
      "-id"
    ],
    "sort": "-starts_at",
    "filters": {
      "from": {
        "kind": "date",
        "many": false,
        "help": "First service day"
      },
      "to": {
        "kind": "date",
        "many": false,
        "help": "Last service day"
      },
      "customer_id": {
        "kind": "text",
        "many": true,
        "help": "Whose"
      },
      "contact_id": {
        "kind": "text",
        "many": true,
        "help": "Waiting on whom"
      },
      "without_person": {
        "kind": "yes",
        "many": false,
        "help": "Linked to nobody"
      },
      "code": {
        "kind": "text",
        "many": true,
        "help": "Confirmation code, whole or short"
      },
      "external_id": {
        "kind": "text",
        "many": true,
        "help": "Id in the source system"
      },
      "q": {
        "kind": "text",
        "many": false,
        "help": "Part of booker, code or activity"
      },
      "source": {
        "kind": "text",
        "many": true,
        "help": "The system that it comes from"
      },
      "activity": {
        "kind": "text",
        "many": true,
        "help": "What was booked"
      },
      "site": {
        "kind": "text",
        "many": true,
        "help": "The pier, the shop"
      },
      "status": {
        "kind": "choice",
        "many": true,
        "help": "confirmed when it is not given",
        "choices": [
          "draft",
          "pending",
          "confirmed",
          "completed",
          "no-show",
          "canceled"
        ]
      },
      "currency": {
        "kind": "text",
        "many": true,
        "help": "Of all amounts"
      },
      "grand_total_min": {
        "kind": "number",
        "many": false,
        "help": "What the booking is worth; negative for a refund line"
      },
      "grand_total_max": {
        "kind": "number",
        "many": false,
        "help": "What the booking is worth; negative for a refund line"
      },
      "channel": {
        "kind": "text",
        "many": true,
        "help": "Where it was sold"
      },
      "created_from": {
        "kind": "date",
        "many": false,
        "help": "When Regulars first heard of it"
      },
      "created_to": {
        "kind": "date",
        "many": false,
        "help": "When Regulars first heard of it"
      }
    }
  },
  "demographics": {
    "sorts": [
      "position",
      "-position",
      "id",
      "-id"
    ],
    "sort": "position",
    "filters": {
      "retired": {
        "kind": "yes",
        "many": false,
        "help": "Offered no more; stays on old guests"
      }
    }
  },
  "records": {
    "sorts": [
      "at",
      "-at",
      "id",
      "-id"
    ],
    "sort": "-at",
    "filters": {
      "from": {
        "kind": "date",
        "many": false,
        "help": "First day"
      },
      "to": {
        "kind": "date",
        "many": false,
        "help": "Last day"
      },
      "customer_id": {
        "kind": "text",
        "many": true,
        "help": "Whose"
      },
      "contact_id": {
        "kind": "text",
        "many": true,
        "help": "Whose, of a lead"
      },
      "booking_id": {
        "kind": "text",
        "many": true,
        "help": "Of which booking"
      },
      "without_person": {
        "kind": "yes",
        "many": false,
        "help": "Linked to nobody"
      },
      "external_id": {
        "kind": "text",
        "many": true,
        "help": "Id in the source system"
      },
      "kind": {
        "kind": "choice",
        "many": true,
        "help": "What it is",
        "choices": [
          "payment",
          "waiver",
          "order"
        ]
      },
      "source": {
        "kind": "text",
        "many": true,
        "help": "The system that it comes from"
      },
      "type": {
        "kind": "text",
        "many": true,
        "help": "Of a payment: card, cash, voucher"
      },
      "status": {
        "kind": "text",
        "many": true,
        "help": "A payment is pending, succeeded (so where nothing is said), failed or canceled; a waiver signed (likewise), pending, expired or void; of an order any text"
      },
      "currency": {
        "kind": "text",
        "many": true,
        "help": "Of the amount"
      },
      "amount_min": {
        "kind": "number",
        "many": false,
        "help": "What was paid, or the total of an order; a refund is below zero"
      },
      "amount_max": {
        "kind": "number",
        "many": false,
        "help": "What was paid, or the total of an order; a refund is below zero"
      }
    }
  },
  "communications": {
    "sorts": [
      "at",
      "-at",
      "id",
      "-id"
    ],
    "sort": "-at",
    "filters": {
      "from": {
        "kind": "date",
        "many": false,
        "help": "On this day or later"
      },
      "to": {
        "kind": "date",
        "many": false,
        "help": "On this day or earlier"
      },
      "customer_id": {
        "kind": "text",
        "many": true,
        "help": "With this customer"
      },
      "contact_id": {
        "kind": "text",
        "many": true,
        "help": "With this contact"
      },
      "linked": {
        "kind": "yes",
        "many": false,
        "help": "With anybody we know"
      },
      "external_id": {
        "kind": "text",
        "many": true,
        "help": "Id in the reporting system"
      },
      "source": {
        "kind": "text",
        "many": true,
        "help": "The system that reported it"
      },
      "via": {
        "kind": "choice",
        "many": true,
        "help": "Which way it went; a note is no message but a dated remark about a person",
        "choices": [
          "email",
          "sms",
          "phone",
          "in-person",
          "note",
          "other"
        ]
      },
      "direction": {
        "kind": "choice",
        "many": true,
        "help": "out when it is not given; none for a note",
        "choices": [
          "in",
          "out"
        ]
      },
      "reference": {
        "kind": "text",
        "many": true,
        "help": "The booking that it is about"
      },
      "status": {
        "kind": "text",
        "many": true,
        "help": "Of the delivery, as the sending system says it: sent, delivered, bounced"
      },
      "user_id": {
        "kind": "text",
        "many": true,
        "help": "Who logged it"
      }
    }
  },
  "mail": {
    "sorts": [
      "created_at",
      "-created_at",
      "id",
      "-id"
    ],
    "sort": "-created_at",
    "filters": {
      "list": {
        "kind": "choice",
        "many": true,
        "help": "What waits or is on its way; what did not arrive; what is done",
        "choices": [
          "waiting",
          "failed",
          "done"
        ]
      },
      "from": {
        "kind": "date",
        "many": false,
        "help": "Ordered on this day or later"
      },
      "to_day": {
        "kind": "date",
        "many": false,
        "help": "Ordered on this day or earlier"
      },
      "to": {
        "kind": "text",
        "many": true,
        "help": "To this address"
      },
      "kind": {
        "kind": "text",
        "many": true,
        "help": "What it is: personal, form-alert, invitation …"
      },
      "purpose": {
        "kind": "text",
        "many": true,
        "help": "marketing or surveys: goes only to who agreed; null: answers what somebody asked for"
      },
      "state": {
        "kind": "choice",
        "many": true,
        "help": "What became of it",
        "choices": [
          "waiting",
          "sending",
          "sent",
          "failed",
          "bounced",
          "withheld",
          "canceled"
        ]
      },
      "user_id": {
        "kind": "text",
        "many": true,
        "help": "Who had it sent"
      }
    }
  },
  "mail-templates": {
    "sorts": [
      "name",
      "-name",
      "id",
      "-id"
    ],
    "sort": "name",
    "filters": {}
  },
  "surveys": {
    "sorts": [
      "name",
      "-name",
      "created_at",
      "-created_at",
      "id",
      "-id"
    ],
    "sort": "-created_at",
    "filters": {
      "active": {
        "kind": "yes",
        "many": false,
        "help": "Takes new responses"
      }
    }
  },
  "survey-responses": {
    "sorts": [
      "at",
      "-at",
      "id",
      "-id"
    ],
    "sort": "-at",
    "filters": {
      "from": {
        "kind": "date",
        "many": false,
        "help": "On this day or later"
      },
      "to": {
        "kind": "date",
        "many": false,
        "help": "On this day or earlier"
      },
      "customer_id": {
        "kind": "text",
        "many": true,
        "help": "Of this customer"
      },
      "contact_id": {
        "kind": "text",
        "many": true,
        "help": "Of this contact"
      },
      "linked": {
        "kind": "yes",
        "many": false,
        "help": "Of anybody we know"
      },
      "rating_min": {
        "kind": "number",
        "many": false,
        "help": "Rated at least"
      },
      "rating_max": {
        "kind": "number",
        "many": false,
        "help": "Rated at most"
      },
      "source": {
        "kind": "text",
        "many": true,
        "help": "The system that reported it"
      },
      "survey_id": {
        "kind": "text",
        "many": true,
        "help": "To which survey"
      },
      "booking_id": {
        "kind": "text",
        "many": true,
        "help": "About which booking"
      }
    }
  },
  "follow-ups": {
    "sorts": [
      "due_at",
      "-due_at",
      "done_at",
      "-done_at",
      "created_at",
      "-created_at",
      "id",
      "-id"
    ],
    "sort": "due_at",
    "filters": {
      "list": {
        "kind": "choice",
        "many": true,
        "help": "Open ones whose time has passed, comes later today, comes later; or those that are done",
        "choices": [
          "overdue",
          "today",
          "coming",
          "done"
        ]
      },
      "assignee": {
        "kind": "text",
        "many": true,
        "help": "Who is in charge; me is whoever asks"
      },
      "assigned": {
        "kind": "yes",
        "many": false,
        "help": "Is anybody in charge?"
      },
      "customer_id": {
        "kind": "text",
        "many": true,
        "help": "About this customer"
      },
      "contact_id": {
        "kind": "text",
        "many": true,
        "help": "About this contact"
      },
      "from": {
        "kind": "date",
        "many": false,
        "help": "Due on this day or later"
      },
      "to": {
        "kind": "date",
        "many": false,
        "help": "Due on this day or earlier"
      },
      "site": {
        "kind": "text",
        "many": true,
        "help": "The pier, the shop"
      },
      "state": {
        "kind": "choice",
        "many": true,
        "help": "open, done or canceled",
        "choices": [
          "open",
          "done",
          "canceled"
        ]
      }
    }
  },
  "forms": {
    "sorts": [
      "name",
      "-name",
      "created_at",
      "-created_at",
      "id",
      "-id"
    ],
    "sort": "name",
    "filters": {
      "kind": {
        "kind": "choice",
        "many": true,
        "help": "contact, or subscribe: sending it is itself the consent",
        "choices": [
          "contact",
          "subscribe"
        ]
      },
      "site": {
        "kind": "text",
        "many": true,
        "help": "The pier or shop that it belongs to"
      },
      "active": {
        "kind": "yes",
        "many": false,
        "help": "May be used"
      }
    }
  },
  "enquiries": {
    "sorts": [
      "at",
      "-at",
      "id",
      "-id"
    ],
    "sort": "-at",
    "filters": {
      "state": {
        "kind": "choice",
        "many": true,
        "help": "Where it stands",
        "choices": [
          "new",
          "taken",
          "answered",
          "closed"
        ]
      },
      "open": {
        "kind": "yes",
        "many": false,
        "help": "Neither answered nor closed"
      },
      "overdue": {
        "kind": "yes",
        "many": false,
        "help": "Neither answered nor closed in time"
      },
      "unsure": {
        "kind": "yes",
        "many": false,
        "help": "Held until staff say"
      },
      "taken_by": {
        "kind": "text",
        "many": true,
        "help": "Who takes care of it; me is whoever asks"
      },
      "customer_id": {
        "kind": "text",
        "many": true,
        "help": "Of this customer"
      },
      "contact_id": {
        "kind": "text",
        "many": true,
        "help": "Of this contact"
      },
      "from": {
        "kind": "date",
        "many": false,
        "help": "From this day on"
      },
      "to": {
        "kind": "date",
        "many": false,
        "help": "Up to this day"
      },
      "q": {
        "kind": "text",
        "many": false,
        "help": "Words of the name, address, number or message"
      },
      "form_id": {
        "kind": "text",
        "many": true,
        "help": "By which form"
      },
      "site": {
        "kind": "text",
        "many": true,
        "help": "The pier or shop of the form"
      }
    }
  },
  "consents": {
    "sorts": [
      "at",
      "-at",
      "id",
      "-id"
    ],
    "sort": "-at",
    "filters": {
      "customer_id": {
        "kind": "text",
        "many": true,
        "help": "Of this customer and the contacts linked to it"
      },
      "contact_id": {
        "kind": "text",
        "many": true,
        "help": "Of this contact"
      },
      "given": {
        "kind": "yes",
        "many": false,
        "help": "Given, or withdrawn"
      },
      "demonstrable": {
        "kind": "yes",
        "many": false,
        "help": "Can it be shown to who asks?"
      },
      "from": {
        "kind": "date",
        "many": false,
        "help": "From this day on"
      },
      "to": {
        "kind": "date",
        "many": false,
        "help": "Up to this day"
      },
      "channel": {
        "kind": "choice",
        "many": true,
        "help": "Which way of writing or calling",
        "choices": [
          "email",
          "sms",
          "phone",
          "any"
        ]
      },
      "purpose": {
        "kind": "choice",
        "many": true,
        "help": "What for",
        "choices": [
          "marketing",
          "surveys"
        ]
      },
      "kind": {
        "kind": "choice",
        "many": true,
        "help": "consent, or existing-customer: the law's soft opt-in",
        "choices": [
          "consent",
          "existing-customer"
        ]
      },
      "obtain_method": {
        "kind": "text",
        "many": true,
        "help": "How it was obtained; double-opt-in is written by the person's own confirmation alone"
      }
    }
  },
  "checkouts": {
    "sorts": [
      "value",
      "-value",
      "seen_at",
      "-seen_at",
      "id",
      "-id"
    ],
    "sort": "-seen_at",
    "filters": {
      "q": {
        "kind": "text",
        "many": false,
        "help": "Part of name, e-mail, phone or activity"
      },
      "customer_id": {
        "kind": "text",
        "many": true,
        "help": "Of this customer"
      },
      "contact_id": {
        "kind": "text",
        "many": true,
        "help": "Of this lead"
      },
      "known": {
        "kind": "yes",
        "many": false,
        "help": "Is it known whose it is?"
      },
      "expired": {
        "kind": "yes",
        "many": false,
        "help": "Has everything been taken out that said who it was?"
      },
      "from": {
        "kind": "date",
        "many": false,
        "help": "Seen on this day or later"
      },
      "to": {
        "kind": "date",
        "many": false,
        "help": "Seen on this day or earlier"
      },
      "state": {
        "kind": "choice",
        "many": true,
        "help": "A report says open or completed; abandoned and recovered follow",
        "choices": [
          "open",
          "abandoned",
          "recovered",
          "completed"
        ]
      },
      "activity": {
        "kind": "text",
        "many": true,
        "help": "What they were about to book"
      },
      "site": {
        "kind": "text",
        "many": true,
        "help": "Where"
      },
      "abandoned_from": {
        "kind": "date",
        "many": false,
        "help": "When it was left alone, for the first time"
      },
      "abandoned_to": {
        "kind": "date",
        "many": false,
        "help": "When it was left alone, for the first time"
      },
      "recovered_from": {
        "kind": "date",
        "many": false,
        "help": "When it came back"
      },
      "recovered_to": {
        "kind": "date",
        "many": false,
        "help": "When it came back"
      }
    }
  },
  "erasures": {
    "sorts": [
      "at",
      "-at",
      "id",
      "-id"
    ],
    "sort": "-at",
    "filters": {
      "subject": {
        "kind": "choice",
        "many": true,
        "help": "What was named: a customer, a contact, an e-mail or a phone",
        "choices": [
          "customer",
          "contact",
          "email",
          "phone"
        ]
      }
    }
  },
  "audit": {
    "sorts": [
      "seq",
      "-seq",
      "id",
      "-id"
    ],
    "sort": "-seq",
    "filters": {
      "actor_kind": {
        "kind": "choice",
        "many": true,
        "help": "What kind of actor",
        "choices": [
          "user",
          "api_key",
          "form",
          "system",
          "nobody"
        ]
      },
      "user_id": {
        "kind": "text",
        "many": true,
        "help": "What this member of staff did"
      },
      "api_key_id": {
        "kind": "text",
        "many": true,
        "help": "What this key did"
      },
      "record_id": {
        "kind": "text",
        "many": true,
        "help": "What happened to this record"
      },
      "from": {
        "kind": "date",
        "many": false,
        "help": "From this day on"
      },
      "to": {
        "kind": "date",
        "many": false,
        "help": "Up to this day"
      },
      "action": {
        "kind": "text",
        "many": true,
        "help": "What was done: customer.updated"
      }
    }
  },
  "jobs": {
    "sorts": [
      "created_at",
      "-created_at",
      "id",
      "-id"
    ],
    "sort": "-created_at",
    "filters": {
      "kind": {
        "kind": "text",
        "many": true,
        "help": "What kind of work"
      },
      "state": {
        "kind": "choice",
        "many": true,
        "help": "How far it is",
        "choices": [
          "waiting",
          "running",
          "done",
          "failed",
          "canceled"
        ]
      }
    }
  }
};
