import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { parse } from 'yaml';
import { INPUTS } from '../../src/config/inputs.ts';
import { emptyResult, outputsOf } from '../../src/report/outputs.ts';

const action: unknown = parse(readFileSync(join(import.meta.dirname, '..', '..', 'action.yml'), 'utf8'));

test('action.yml and the command line know the same inputs, with the same defaults', () => {
  expect(action).toHaveProperty('inputs');
  const inputs = Object.entries(Object(Reflect.get(Object(action), 'inputs')));
  expect(
    inputs.map(([name, input]) => ({
      name,
      default: String(Reflect.get(Object(input), 'default') ?? ''),
      required: Reflect.get(Object(input), 'required'),
    })),
  ).toEqual(INPUTS.map(({ name, default: preset, required }) => ({ name, default: preset, required })));
});

test('each input and output of action.yml is described in whole sentences', () => {
  for (const part of ['inputs', 'outputs']) {
    for (const [name, { description }] of Object.entries<{ description: string }>(Reflect.get(Object(action), part))) {
      expect(description, name).toMatch(/^[A-Z`].*[.)]$/);
    }
  }
});

test('the outputs of action.yml are those that a run sets, in their order', () => {
  const outputs = Object.keys(Object(Reflect.get(Object(action), 'outputs')));
  expect(Object.keys(outputsOf(emptyResult('')))).toEqual(outputs);
});

test('the names are lower-case words with dashes, and only secrets have no placeholder', () => {
  for (const { name, secret, placeholder, help } of INPUTS) {
    expect(name).toMatch(/^[a-z]+(-[a-z]+)*$/);
    expect(placeholder === '', name).toBe(secret);
    expect(help.length, name).toBeLessThan(48);
  }
});
