import { TransientFailure } from '../../../domain/shared/failures.ts';

/** What a witness said to a checkpoint. `known` is the size of the newest one that it has cosigned. */
export type WitnessAnswer =
  | { readonly code: 'cosigned'; readonly lines: string }
  | { readonly code: 'otherSize'; readonly known: number }
  | { readonly code: 'refused'; readonly status: number };

export type AddCheckpoint = (url: string, body: string) => Promise<WitnessAnswer>;

/** A witness is asked again soon, so one that does not answer is not waited for. */
const answerMillisecondsMaximum = 5_000;

/** More than any number of keys of one witness makes. */
const answerCharactersMaximum = 64 * 1024;

/**
 * Sends a checkpoint to a witness, after C2SP tlog-witness. Fails with TransientFailure where it does not answer, or
 * that it cannot now.
 */
export const addCheckpoint: AddCheckpoint = async (url, body) => {
  const { status, text } = await sent(`${url}/add-checkpoint`, body);
  if (status === 200) return { code: 'cosigned', lines: text };
  if (status === 409 && /^(0|[1-9]\d{0,15})\n$/.test(text)) return { code: 'otherSize', known: Number(text) };
  if (status >= 400 && status < 500 && status !== 429) return { code: 'refused', status };
  throw new TransientFailure(`The witness at ${url} answered ${status}`);
};

const sent = async (url: string, body: string): Promise<{ readonly status: number; readonly text: string }> => {
  try {
    const signal = AbortSignal.timeout(answerMillisecondsMaximum);
    // Who would redirect a checkpoint is not the witness that was named.
    const response = await fetch(url, { method: 'POST', body, signal, redirect: 'error' });
    return { status: response.status, text: await beginningOf(response) };
  } catch (cause) {
    throw new TransientFailure(`The witness at ${url} does not answer`, { cause });
  }
};

const beginningOf = async (response: Response): Promise<string> => {
  const decoder = new TextDecoder();
  let text = '';
  for await (const part of response.body ?? []) {
    text += decoder.decode(part, { stream: true });
    if (text.length > answerCharactersMaximum) throw new TransientFailure('A witness answers without end');
  }
  return text + decoder.decode();
};
