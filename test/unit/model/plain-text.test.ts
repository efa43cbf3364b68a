import { describe, expect, it } from 'vitest';
import { refusal } from '../../../src/core/immich/client/refusal.ts';
import { wordsOfAnswer } from '../../../src/core/immich/upload-cause.ts';
import { plainText, visibleText } from '../../../src/core/model/plain-text.ts';
import { makeProblem } from '../../../src/core/model/problem.ts';
import { quote } from '../../../src/core/model/reasons.ts';

/** Clears the screen, names the window, begins a line of its own, turns the rest around, and continues for long. */
const HOSTILE = `\u001b[2J\u001b]0;owned\u0007no\r\n2026-11-22 error forged\u202egpj.exe\u2066\u200f\u009b31m${'x'.repeat(5_000)}`;
const UNFIT = /[\p{Cc}\u200e\u200f\u2028\u2029\u202a-\u202e\u2066-\u2069]/u;

describe('words of others', () => {
  it('become one line that a terminal does not obey', () => {
    const plain = plainText(HOSTILE);
    expect(plain).toMatch(/^no 2026-11-22 error forgedgpj\.exe/);
    expect(plain).not.toMatch(UNFIT);
    expect(plain).toHaveLength(1_000);
    expect(plainText('Fotos für Zoë 👩‍👩‍👧.jpg')).toBe('Fotos für Zoë 👩‍👩‍👧.jpg');
    expect(plainText('😀😀', 2)).toBe('�…'.replace('�', '\ufffd'));
  });

  it('come into no sentence, item or message as they are', () => {
    const problem = makeProblem('upload-refused', { count: 1, reason: quote(HOSTILE) }, [HOSTILE]);
    const answer = refusal({ status: 403, text: JSON.stringify({ message: HOSTILE }) }, 'list-albums').problem;
    const upload = wordsOfAnswer(JSON.stringify({ message: HOSTILE }));
    for (const text of [problem.sentence, ...problem.about, answer.sentence, upload]) {
      expect(text).not.toMatch(UNFIT);
      expect(text.length).toBeLessThan(1_500);
    }
  });

  it('are written out where all of them is shown, and JSON stays what it was', () => {
    const shown = visibleText(`a\tb\n${HOSTILE}`);
    expect(shown).toMatch(/^a\tb\n\\u001b\[2J/);
    expect(shown.replaceAll('\n', '').replaceAll('\t', '')).not.toMatch(UNFIT);
    expect(JSON.parse(visibleText(JSON.stringify({ HOSTILE })))).toEqual({ HOSTILE });
  });
});
