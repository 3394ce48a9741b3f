const NOISE = /^(\s+at |Node\.js v|\(node:\d+\)|\(Use `node|npm warn)/;
const STACK_LINE = /^\s+at /;
const LONGEST = 600;

/**
 * What a program said before it failed, in one line and without a stack: a heading and the problems below it ("  ✖ …"),
 * or of an error that nobody caught its message.
 *
 * @returns undefined when it said nothing.
 */
export function lastSentence(stderr: string): string | undefined {
  const all = stderr.split('\n').filter((line) => line.trim() !== '');
  const stack = all.findIndex((line) => STACK_LINE.test(line));
  const message = stack > 0 ? all.slice(stack - 1, stack) : all;
  const lines = message.filter((line) => !NOISE.test(line)).map((line) => line.trim());
  const text = lines.join(' ').replace(': ✖ ', ': ').replaceAll(' ✖ ', '; ').slice(0, LONGEST);
  return text === '' ? undefined : text;
}
