/** A value that JSON can say. Money and other amounts in it are decimal text, never numbers. */
export type Json = null | boolean | number | string | readonly Json[] | JsonObject;

export type JsonObject = { readonly [name: string]: Json };
