import clsx from "clsx";
import type { ComponentProps } from "react";
import { Island } from "@/components/islands/island";
import { controlClass, describedBy, FieldFrame, type FieldFrameProps } from "./field";
import { RevealToggle } from "./reveal-toggle";

export type PasswordFieldProps = Omit<ComponentProps<"input">, "id" | "type"> &
  Omit<FieldFrameProps, "children"> & {
    /** words of the button that shows the password; the state is told by `aria-pressed` */
    revealLabel: string;
  };

/** A password input. With JavaScript it gets a button that shows what was typed. Pasting is never blocked. */
export function PasswordField({
  id,
  label,
  hint,
  error,
  labelAside,
  className,
  revealLabel,
  ...input
}: PasswordFieldProps) {
  return (
    <FieldFrame id={id} label={label} hint={hint} error={error} labelAside={labelAside} className={className}>
      <div className="relative">
        <input
          id={id}
          name={id}
          type="password"
          autoCapitalize="none"
          spellCheck={false}
          aria-describedby={describedBy(id, hint, error)}
          aria-invalid={error ? true : undefined}
          className={clsx(controlClass, "h-11 pe-20")}
          {...input}
        />
        <Island name="RevealToggle" of={RevealToggle} props={{ inputId: id, label: revealLabel }} />
      </div>
    </FieldFrame>
  );
}
