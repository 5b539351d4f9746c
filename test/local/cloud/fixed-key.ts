/** A key that lies in no file. */
export const fixedKey = (): Buffer => Buffer.alloc(32, 7);
