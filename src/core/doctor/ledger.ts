import type { Check } from './check.ts';

export const ledgerCheck: Check = {
  id: 'ledger',
  name: 'Ledger',
  look: async (engine) => {
    const backupAt = await engine.records.checkLedger();
    const backup =
      backupAt === null ? 'there is no backup yet' : `last backup ${new Date(backupAt).toLocaleString('en')}`;
    return `Undamaged; ${backup}.`;
  },
};
