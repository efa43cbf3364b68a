import { expect, it } from 'vitest';
import { quietly } from '../../support/tools/quietly.ts';

it('tells what installers print only where one fails', () => {
  const printed: string[] = [];
  const tell = quietly((line) => printed.push(line));
  tell('Installing with uv', 'step');
  tell('Resolved 90 packages', 'output');
  tell('error: no route to host', 'output');
  tell('That did not work: no route to host.', 'failure');
  tell('Installing with pip', 'step');
  tell('Collecting osxphotos', 'output');
  tell('Successfully installed', 'output');
  expect(printed).toEqual([
    'Installing with uv',
    'Resolved 90 packages',
    'error: no route to host',
    'That did not work: no route to host.',
    'Installing with pip',
  ]);
});

it('keeps the last lines of an installer that prints without end', () => {
  const printed: string[] = [];
  const tell = quietly((line) => printed.push(line));
  for (let number = 1; number <= 1000; number++) tell(`line ${number}`, 'output');
  tell('That did not work.', 'failure');
  expect(printed).toHaveLength(201);
  expect(printed.at(-2)).toBe('line 1000');
});
