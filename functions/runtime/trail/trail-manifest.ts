import { canonicalJson } from '../../../domain/shared/canonical-json.ts';

/** A file of a trail: its path, the SHA-256 of its bytes in hex, and how many bytes it has. */
export type TrailFile = { readonly path: string; readonly sha256: string; readonly size: number };

export const manifestName = 'manifest.json';

export const manifestOf = (files: readonly TrailFile[]): string => canonicalJson({ files, format: 1 });

/** The files that a manifest lists. Undefined where it is none. */
export const filesInManifest = (text: string): readonly TrailFile[] | undefined => {
  try {
    const { files }: { readonly files?: unknown } = JSON.parse(text);
    return Array.isArray(files) && files.every(isTrailFile) ? files : undefined;
  } catch {
    return undefined;
  }
};

export const isTrailFile = (value: unknown): value is TrailFile =>
  typeof value === 'object' &&
  value !== null &&
  'path' in value &&
  'sha256' in value &&
  'size' in value &&
  typeof value.path === 'string' &&
  typeof value.sha256 === 'string' &&
  typeof value.size === 'number';
