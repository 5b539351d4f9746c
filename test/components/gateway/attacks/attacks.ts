import type { Attack } from "./attack";
import { contentAttacks } from "./content-attacks";
import { entraAttacks } from "./entra-attacks";
import { requestAttacks } from "./request-attacks";
import { rightsAttacks } from "./rights-attacks";
import { secretAttacks } from "./secret-attacks";
import { serverAttacks } from "./server-attacks";
import { sessionAttacks } from "./session-attacks";
import { surfaceAttacks } from "./surface-attacks";
import { tokenAttacks } from "./token-attacks";

/** All attacks, by the name of the file that has them. */
export const attacks: Readonly<Record<string, Attack[]>> = {
    "token-attacks": tokenAttacks,
    "session-attacks": sessionAttacks,
    "request-attacks": requestAttacks,
    "rights-attacks": rightsAttacks,
    "content-attacks": contentAttacks,
    "surface-attacks": surfaceAttacks,
    "server-attacks": serverAttacks,
    "secret-attacks": secretAttacks,
    "entra-attacks": entraAttacks,
};
