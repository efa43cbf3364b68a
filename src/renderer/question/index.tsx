import { render } from 'preact';
import { bridge } from '../bridge.ts';
import { applyAppearance, applyLanguage } from '../state.ts';
import { QuestionWindow } from './question-window.tsx';

// Not as the other windows start: a question may be asked before there is a state, or because there will be none.
const question = await bridge.call('question.get');
if (question.ok) {
  applyAppearance(question.value.appearance);
  applyLanguage(question.value.appearance.language);
  render(<QuestionWindow question={question.value} />, document.body);
}
