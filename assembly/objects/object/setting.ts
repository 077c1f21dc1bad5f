/** What setting an attribute of a type's own came to. */
export enum Setting {
  /** The type has no such attribute. */
  ABSENT,
  DONE,
  FAILED,
}
