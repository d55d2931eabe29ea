/** A field that people see. */
export interface DrawnField {
  label: string;
  /** of the HTML element; a choice has its options, and no type */
  type?: "email" | "password" | "text";
  autocomplete?: string;
  isNumeric?: boolean;
  maxLength?: number;
  options?: { value: string; label: string }[];
}

/** A page that gets people on. */
export interface DrawnWay {
  path: string;
  /** further parameters of its address, besides the destination */
  more?: Record<string, string>;
  label: string;
}

/** A form as it looks on a page that is made without Next.js. */
export interface DrawnForm<Name extends string> {
  /** where it is posted to */
  action: `/${string}`;
  title: string;
  /** before the address of the person whom it is about */
  lead?: string;
  /** by name, in their order. Those that are not seen are part of the page's address: `kept` */
  fields: Partial<Record<Name, DrawnField>>;
  submit: { id: string; label: string };
  /** another button, which sends what was typed to another form */
  instead?: { id: string; action: `/${string}`; label: string };
  /** what gets people on at once, in a sentence */
  help: string;
  ways: DrawnWay[];
}
