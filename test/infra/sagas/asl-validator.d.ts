declare module 'asl-validator' {
  /** Checks a definition in the Amazon States Language. */
  const validate: (definition: unknown) => { readonly isValid: boolean; readonly errorsText: () => string };
  export default validate;
}
