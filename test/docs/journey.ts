/** A command of a journey as the document shows it, and what it says that it prints. */
export type JourneyCommand = {
  readonly command: string;
  readonly transcript: string;
  /**
   * Lines of the document, counted from 0, that the transcript takes: from the first up to, not including, the second.
   */
  readonly from: number;
  readonly to: number;
};

const opening = '```console';
const closing = '```';

/** The commands of a document: in its `console` blocks, lines that begin with `$ `, continued by `\` at their ends. */
export const commandsIn = (markdown: string): readonly JourneyCommand[] => {
  const lines = markdown.split('\n');
  const commands: JourneyCommand[] = [];
  let inside = false;
  for (let at = 0; at < lines.length; at += 1) {
    const line = lines[at] ?? '';
    if (line === opening) inside = true;
    else if (line === closing) inside = false;
    else if (inside && line.startsWith('$ ')) {
      const end = endOfCommand(lines, at);
      const to = endOfTranscript(lines, end);
      const command = lines.slice(at, end).join('\n').slice(2);
      commands.push({ command, transcript: lines.slice(end, to).join('\n'), from: end, to });
      at = to - 1;
    }
  }
  return commands;
};

const endOfCommand = (lines: readonly string[], from: number): number => {
  let at = from;
  while (lines[at]?.endsWith('\\') === true) at += 1;
  return at + 1;
};

const endOfTranscript = (lines: readonly string[], from: number): number => {
  const rest = lines.slice(from).findIndex((line) => line === closing || line.startsWith('$ '));
  return rest < 0 ? lines.length : from + rest;
};

/** The document with other transcripts, one for each of its commands, in order. */
export const withTranscripts = (markdown: string, transcripts: readonly string[]): string => {
  const lines = markdown.split('\n');
  const commands = commandsIn(markdown);
  for (const [index, { from, to }] of [...commands.entries()].reverse()) {
    const transcript = transcripts[index] ?? '';
    lines.splice(from, to - from, ...(transcript === '' ? [] : transcript.split('\n')));
  }
  return lines.join('\n');
};
