/** Says in a few plain words why the system refused a file or folder, for use inside a problem's sentence. */
export function fileReason(error: unknown): string {
  const code = (error as { readonly code?: unknown } | null)?.code;
  switch (code) {
    case 'EACCES':
    case 'EPERM':
      return 'it is not allowed to be used by this user';
    case 'EROFS':
      return 'its disk is read-only';
    case 'ENOSPC':
    case 'EDQUOT':
      return 'its disk is full';
    case 'EISDIR':
      return 'it is a folder';
    case 'ENOTDIR':
    case 'EEXIST':
      return 'a file is in the place of a folder';
    case 'ENOENT':
      return 'it does not exist';
    case 'ELOOP':
      return 'its links go round in a circle';
    default:
      return typeof code === 'string' ? `the system said ${code}` : 'it could not be used';
  }
}
