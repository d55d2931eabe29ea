export interface FormDestination {
  requestId: string | null;
  returnTo: string | null;
}

/** What every form of the sign-in pages carries besides what people type. */
export function HiddenFields({ csrf, destination }: { csrf: string; destination?: FormDestination }) {
  return (
    <>
      <input type="hidden" name="csrf" value={csrf} />
      {destination?.requestId ? <input type="hidden" name="request" value={destination.requestId} /> : null}
      {destination?.returnTo ? <input type="hidden" name="return_to" value={destination.returnTo} /> : null}
    </>
  );
}
