/** One question, laid out as an alert of macOS: what it is about, what follows, and at most two buttons. */
import { useEffect, useLayoutEffect, useRef } from 'preact/hooks';
import type { QuestionView } from '../../shared/contract.ts';
import { tell } from '../actions.ts';
import { Button } from '../components/controls.tsx';

const answer = (isConfirmed: boolean) => tell('question.answer', { isConfirmed });

export function QuestionWindow({ question }: { readonly question: QuestionView }) {
  const { message, detail, confirm, cancel } = question;
  const frame = useRef<HTMLDivElement>(null);
  const text = useRef<HTMLParagraphElement>(null);
  const buttons = useRef<HTMLElement>(null);
  // As tall as what it asks, also when the person enlarges the text.
  useLayoutEffect(() => {
    const tellHeight = () => {
      if (frame.current === null || text.current === null) return;
      // One more: parts of a pixel would be scrolled.
      const rest = frame.current.scrollHeight - text.current.clientHeight;
      tell('question.fit', { height: rest + text.current.scrollHeight + 1 });
    };
    tellHeight();
    window.addEventListener('resize', tellHeight);
    return () => window.removeEventListener('resize', tellHeight);
  }, []);
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
      <div ref={frame} class="question-frame" role="alertdialog" aria-labelledby="message" aria-describedby="detail">
        <h1 id="message">{message}</h1>
        <p ref={text} id="detail" class="soft">
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
