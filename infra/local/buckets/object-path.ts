/** What a request to S3 names in its path: a bucket, perhaps an object in it, and the query. */
export type ObjectPath = { readonly bucket: string; readonly key: string; readonly query: URLSearchParams };

/** Reads `/bucket/key?query`. A URL would take `..` for a step upwards, and in a key it is none. */
export const parseObjectPath = (path: string): ObjectPath => {
  const [pathname = '', ...query] = path.split('?');
  const [, bucket = '', ...segments] = pathname.split('/');
  return {
    bucket: decodeURIComponent(bucket),
    key: segments.map(decodeURIComponent).join('/'),
    query: new URLSearchParams(query.join('?')),
  };
};
