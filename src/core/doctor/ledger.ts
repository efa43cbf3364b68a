import { because } from '../model/reasons.ts';
import type { Check } from './check.ts';

export const ledgerCheck: Check = {
  id: 'ledger',
  look: async (engine) => {
    const backupAt = await engine.records.checkLedger();
    return { found: [because('ledger-undamaged', { backupAt })] };
  },
};
