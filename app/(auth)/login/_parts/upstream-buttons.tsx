import { type FormDestination, HiddenFields } from "@/components/auth/hidden-fields";
import { Button } from "@/components/ui/button";

export interface UpstreamButtonsProps {
  csrf: string;
  destination: FormDestination;
  upstreams: readonly { id: string; name: string }[];
  labelOf: (name: string) => string;
}

/** A quiet button for each other place where people can sign in to come here. */
export function UpstreamButtons({ csrf, destination, upstreams, labelOf }: UpstreamButtonsProps) {
  if (upstreams.length === 0) return null;
  return (
    <form method="post" action="/login/upstream/submit" className="grid gap-3">
      <HiddenFields csrf={csrf} destination={destination} />
      {upstreams.map(({ id, name }) => (
        <Button
          key={id}
          id={`upstream-${id}`}
          name="upstream"
          value={id}
          size="lg"
          isFullWidth
          className="wrap-anywhere"
        >
          {labelOf(name)}
        </Button>
      ))}
    </form>
  );
}
