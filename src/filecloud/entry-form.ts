import type { Field, Fields } from './entry-reader.ts';

/** White space between two elements (XML 1.0, production 3). */
const GAP = '[\\t\\n\\r ]*';
/** Forms that are kept: a server has two or three. */
const MOST_FORMS = 8;
/** Elements of an entry whose form is worth an expression; a real entry has about thirty. */
const MOST_ELEMENTS = 100;
/** Characters of an entry that is looked at for its form; a real entry has about a thousand. */
const LONGEST_ENTRY = 64 * 1024;

/** Which elements a plain entry has, in which order, as one expression that reads a whole entry: a quarter of what scanning costs. */
class EntryForm {
  readonly #expression: RegExp;
  readonly #captured: readonly Field[];

  constructor(expression: RegExp, captured: readonly Field[]) {
    this.#expression = expression;
    this.#captured = captured;
  }

  /** Where the entry that was read last ends. */
  get end(): number {
    return this.#expression.lastIndex;
  }

  read(text: string, at: number): Fields | undefined {
    this.#expression.lastIndex = at;
    const values = this.#expression.exec(text);
    if (values === null) return undefined;
    const fields: Fields = {};
    let index = 1;
    for (const field of this.#captured) fields[field] = values[index++] ?? '';
    return fields;
  }
}

/** The forms of the entries that were seen. What is in none of them is read in another way. */
export class EntryForms {
  readonly #wanted: ReadonlyMap<string, Field>;
  readonly #forms: EntryForm[] = [];
  readonly #known = new Set<string>();
  /** Where the entry that was read last ends. */
  end = 0;

  constructor(wanted: ReadonlyMap<string, Field>) {
    this.#wanted = wanted;
  }

  /**
   * Reads the entry that begins at a position, or after a gap.
   * @returns undefined where there is none of a known form, without references
   */
  read(text: string, at: number): Fields | undefined {
    let index = 0;
    for (const form of this.#forms) {
      const fields = form.read(text, at);
      if (fields !== undefined) {
        this.end = form.end;
        // The next one is likely to be alike.
        if (index > 0) this.#forms.unshift(...this.#forms.splice(index, 1));
        return fields;
      }
      index++;
    }
    return undefined;
  }

  /** Remembers the form of an entry that was found to be plain. @param content what stands between its tags */
  learn(content: string): void {
    if (this.#forms.length >= MOST_FORMS || content.length > LONGEST_ENTRY) return;
    const tags = content.match(/(?<=<)[\w.-]+\/?(?=>)/g) ?? [];
    const key = tags.join(' ');
    if (tags.length > MOST_ELEMENTS || this.#known.has(key)) return;
    this.#known.add(key);
    const captured: Field[] = [];
    const elements = tags.map(tag => {
      const isEmpty = tag.endsWith('/');
      const name = isEmpty ? tag.slice(0, -1) : tag;
      const field = this.#wanted.get(name);
      if (field !== undefined) captured.push(field);
      const literal = name.replaceAll('.', '\\.');
      if (isEmpty) return `<${literal}\\/>${field === undefined ? '' : '()'}`;
      // The parser makes a line feed of a carriage return (XML 1.0, 2.11).
      return `<${literal}>${field === undefined ? '[^<&]*' : '([^<&\\r]*)'}<\\/${literal}>`;
    });
    const pattern = [GAP, '<entry>', GAP, ...elements.map(element => element + GAP), '<\\/entry>'].join('');
    this.#forms.push(new EntryForm(new RegExp(pattern, 'y'), captured));
  }
}
