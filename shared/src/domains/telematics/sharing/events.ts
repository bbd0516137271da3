// Data of the events of shared links beyond their creation.

/** `locationShare.revoked` */
export type LocationShareRevoked = { id: string; revokedAt: string };
