/** Texts about the tools, wherever they are listed. */
export { VERDICT_WEIGHT, VERDICT_WORDS } from '../../core/model/tool-words.ts';
