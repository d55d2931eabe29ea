import { PressForm, type PressFormProps } from "@/components/forms/press-form";
import { Button } from "@/components/ui/button";
import { InPlaceLink } from "@/components/ui/in-place-link";

export interface RemovalQuestionProps {
  texts: { title: string; body: string; keep: string; remove: string };
  /** the page without the question */
  keepHref: string;
  /** id of the link that asked, which gets the focus back */
  askedBy: string;
  action: PressFormProps["action"];
}

/** Asks before something of a list is removed for good. */
export function RemovalQuestion({ texts, keepHref, askedBy, action }: RemovalQuestionProps) {
  return (
    <section
      id="remove"
      aria-labelledby="remove-title"
      className="grid gap-3 rounded-control border border-danger/60 bg-surface p-4 text-sm"
    >
      <h2 id="remove-title" className="text-base font-semibold wrap-anywhere">
        {texts.title}
      </h2>
      <p>{texts.body}</p>
      <div className="flex flex-wrap gap-3">
        <InPlaceLink href={keepHref} isFocused heir={askedBy}>
          {texts.keep}
        </InPlaceLink>
        <PressForm action={action} heir="page-title">
          <Button variant="danger">{texts.remove}</Button>
        </PressForm>
      </div>
    </section>
  );
}
