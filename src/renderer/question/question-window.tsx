/** One question, laid out as an alert of macOS: what it is about, what follows, and at most two buttons. */
import { useEffect, useRef } from 'preact/hooks';
import type { QuestionView } from '../../shared/contract.ts';
import { tell } from '../actions.ts';
import { Button } from '../components/controls.tsx';

const answer = (isConfirmed: boolean) => tell('question.answer', { isConfirmed });

export function QuestionWindow({ question }: { readonly question: QuestionView }) {
  const { message, detail, confirm, cancel } = question;
  const buttons = useRef<HTMLElement>(null);
  useEffect(() => {
    // Return presses the button that has the focus.
    buttons.current?.querySelector<HTMLButtonElement>('.primary')?.focus();
    const onKey = (event: KeyboardEvent) => {
      if (event.key === 'Escape') answer(false);
    };
    document.addEventListener('keydown', onKey);
    return () => document.removeEventListener('keydown', onKey);
  }, []);
  return (
    <main>
      <div class="drag" />
      <div class="question-frame" role="alertdialog" aria-labelledby="message" aria-describedby="detail">
        <h1 id="message">{message}</h1>
        <p id="detail" class="soft">
          {detail}
        </p>
        <footer ref={buttons} class="buttons">
          <span class="grow" />
          {cancel !== null && (
            <Button size="large" onClick={() => answer(false)}>
              {cancel}
            </Button>
          )}
          <Button size="large" kind="primary" onClick={() => answer(true)}>
            {confirm}
          </Button>
        </footer>
      </div>
    </main>
  );
}
