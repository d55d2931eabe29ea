import type { ComponentProps, ReactNode } from "react";

export type RadioCardProps = Omit<ComponentProps<"input">, "type" | "title"> & {
  id: string;
  title: ReactNode;
  /** what choosing it means, in one line */
  description?: ReactNode;
  icon?: ReactNode;
};

/** One choice of a group; put several with the same `name` in a `fieldset`. */
export function RadioCard({ id, title, description, icon, ...input }: RadioCardProps) {
  return (
    <label
      htmlFor={id}
      className="flex items-start gap-3 rounded-card border border-border-control bg-surface p-4 hover:bg-sunken has-checked:border-accent has-checked:bg-accent-soft has-checked:text-accent-soft-fg has-checked:ring-1 has-checked:ring-accent has-focus-visible:outline-2 has-focus-visible:outline-offset-2 has-focus-visible:outline-focus"
    >
      <input
        id={id}
        type="radio"
        aria-describedby={description ? `${id}-description` : undefined}
        aria-labelledby={`${id}-title`}
        className="mt-0.5 size-5 shrink-0 focus-visible:outline-none"
        {...input}
      />
      <span className="grid gap-0.5">
        <span id={`${id}-title`} className="flex items-center gap-2 font-semibold">
          {icon}
          {title}
        </span>
        {description ? (
          <span id={`${id}-description`} className="text-sm">
            {description}
          </span>
        ) : null}
      </span>
    </label>
  );
}
