/** UUIDs as they are written here and there. */

/** As Photos writes those of its items: in capitals. */
export const isPhotosUuid = (text: string): boolean => /^[0-9A-F]{8}(?:-[0-9A-F]{4}){3}-[0-9A-F]{12}$/.test(text);

/** As Immich writes those of its assets: in small letters. */
export const isRemoteId = (text: string): boolean => /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/.test(text);
