/** What clients of the local engines sign with. Nothing here checks a signature; the SDK only insists on having one. */
export const localCredentials = { accessKeyId: 'quipu-local', secretAccessKey: 'quipu-local' } as const;
