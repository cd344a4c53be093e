/** Characters are Unicode code points. */
export const descriptionCharactersMaximum = 200;
export const nameCharactersMaximum = 100;
export const metadataPairsMaximum = 20;
export const metadataKeyCharactersMaximum = 40;
export const metadataValueCharactersMaximum = 200;
export const referenceCharactersMaximum = 64;
export const idempotencyKeyCharactersMaximum = 255;
export const correlationIdCharactersMaximum = 64;
export const subjectCharactersMaximum = 64;
/** Sealed, they fill a text of at most `sealedTextCharactersMaximum`. */
export const sealedValueCharactersMaximum = 256;
export const requestBytesMaximum = 256 * 1024;
export const pageSizeDefault = 50;
export const pageSizeMaximum = 200;
/** How long a hold lasts when its request does not say. */
export const holdDaysDefault = 7;
