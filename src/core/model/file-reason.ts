/** Why the system refused a file or folder, for use inside a problem's sentence. */
import { because, type Reason } from './reasons.ts';

export function fileReason(error: unknown): Reason {
  const code = (error as { readonly code?: unknown } | null)?.code;
  switch (code) {
    case 'EACCES':
    case 'EPERM':
      return because('no-permission');
    case 'EROFS':
      return because('disk-read-only');
    case 'ENOSPC':
    case 'EDQUOT':
      return because('disk-full');
    case 'EISDIR':
      return because('is-folder');
    case 'ENOTDIR':
    case 'EEXIST':
      return because('file-in-place-of-folder');
    case 'ENOENT':
      return because('does-not-exist');
    case 'ELOOP':
      return because('links-in-a-circle');
    default:
      return typeof code === 'string' ? because('system-said', { code }) : because('unusable');
  }
}
