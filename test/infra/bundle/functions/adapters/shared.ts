/** Something that two functions share. */
export class Shared extends Error {}
