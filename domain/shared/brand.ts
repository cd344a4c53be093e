declare const brand: unique symbol;

/** A value that only the function which checked it may make; whoever receives one relies on the check. */
export type Brand<Value, Name extends string> = Value & { readonly [brand]: { readonly [N in Name]: true } };
