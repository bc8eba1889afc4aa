/**
 * The runner's two parsers of workflow commands (actions/runner, src/Runner.Common/ActionCommand.cs), written anew and stricter: every
 * name counts as a registered command, and every place where a prefix stands is tried. The runner searches by the rules of a culture, in
 * which ignorable characters (soft hyphens, joiners …) count for nothing, so they are skipped here, too.
 */
export interface RunnerCommand {
  readonly name: string;
  readonly data: string;
}

/** The commands in a log, by line, as the runner would obey them. */
export function commandsIn(log: string): RunnerCommand[] {
  // .NET's reader of lines ends them at a carriage return alone, too.
  return log.split(/\r\n|\r|\n/).flatMap(line => [...newCommand(line), ...oldCommands(line)]);
}

/** `::name properties::data`, at the start of a line after white space. */
function newCommand(line: string): RunnerCommand[] {
  // TrimStart() takes what Unicode calls white space, with U+0085.
  const match = /^[\s\u0085\p{DI}]*:\p{DI}*:([\s\S]*?)::([\s\S]*)$/u.exec(line);
  return match === null ? [] : [{ name: firstWord(match[1]), data: unescaped(match[2]) }];
}

/** `##[name properties]data`, anywhere in a line. */
function oldCommands(line: string): RunnerCommand[] {
  return [...line.matchAll(/#\p{DI}*#\p{DI}*\[(?=([^\]]*)\](.*))/gu)].map(match => ({
    name: firstWord(match[1]),
    data: unescaped(match[2]),
  }));
}

function firstWord(text: string | undefined): string {
  return text?.split(' ', 1)[0] ?? '';
}

function unescaped(text: string | undefined): string {
  return (text ?? '').replaceAll('%0D', '\r').replaceAll('%0A', '\n').replaceAll('%25', '%');
}
