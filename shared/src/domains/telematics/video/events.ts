// Data of the events of footage beyond its creation.

/** `videoFootage.uploaded` */
export type VideoFootageUploaded = {
  id: string;
  vehicleId: string;
  cameraPosition: string;
  recordedAt: string;
  fileSizeBytes: number;
};

/** `videoFootage.annotated` */
export type VideoFootageAnnotated = { id: string; tags: string[]; findings: number };

/** `videoFootage.kept`: beyond the retention, or no longer. */
export type VideoFootageKept = { id: string; isArchived: boolean; isOnLegalHold: boolean; reason: string };

/** `videoFootage.linked`: `eventId` is null where the event that it showed no longer holds. */
export type VideoFootageLinked = { id: string; vehicleId: string; eventId: string | null };

/** `videoFootage.expired`: it was older than the retention and is gone. */
export type VideoFootageExpired = { id: string; vehicleId: string; recordedAt: string };
