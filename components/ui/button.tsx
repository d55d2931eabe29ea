import clsx from "clsx";
import type { ComponentProps } from "react";

export type ButtonVariant = "primary" | "secondary" | "danger" | "quiet";
/**
 * `lg` is 44 px high (sign-in pages), `md` 36 px (console), `sm` 28 px (inside rows). On small screens, where fingers press,
 * all are 44 px high.
 */
export type ButtonSize = "lg" | "md" | "sm";

const variants: Record<ButtonVariant, string> = {
  primary: "border-transparent bg-accent text-on-accent hover:bg-accent-hover",
  secondary: "border-border-control bg-surface text-fg hover:bg-sunken",
  danger: "border-transparent bg-danger text-on-danger hover:bg-danger-hover",
  quiet: "border-transparent bg-transparent text-accent-fg hover:bg-accent-soft hover:text-accent-soft-fg",
};

const sizes: Record<ButtonSize, string> = {
  lg: "min-h-11 px-4 py-2 text-base",
  md: "min-h-11 px-3.5 py-1.5 text-sm sm:min-h-9",
  sm: "min-h-11 px-3 py-1 text-sm sm:min-h-7 sm:px-2.5",
};

/** The look of a button, for elements that cannot be a `Button` or `LinkButton`. */
export function buttonClass(
  variant: ButtonVariant = "secondary",
  size: ButtonSize = "md",
  isFullWidth = false,
): string {
  return clsx(
    "inline-flex items-center justify-center gap-2 rounded-control border text-center font-semibold wrap-normal no-underline",
    "transition-colors duration-120 ease-out",
    "disabled:cursor-not-allowed disabled:border-border disabled:bg-sunken disabled:text-disabled-fg",
    variants[variant],
    sizes[size],
    isFullWidth && "w-full",
  );
}

interface ButtonLook {
  variant?: ButtonVariant;
  size?: ButtonSize;
  isFullWidth?: boolean;
}

export type ButtonProps = ComponentProps<"button"> & ButtonLook;

/** Submits its form unless `type` says otherwise. */
export function Button({ variant, size, isFullWidth, className, type = "submit", ...rest }: ButtonProps) {
  return <button type={type} className={clsx(buttonClass(variant, size, isFullWidth), className)} {...rest} />;
}

export type LinkButtonProps = ComponentProps<"a"> & ButtonLook;

/** A plain link that looks like a button. It is never prefetched, so it is safe for addresses that change something. */
export function LinkButton({ variant, size, isFullWidth, className, ...rest }: LinkButtonProps) {
  return <a className={clsx(buttonClass(variant, size, isFullWidth), className)} {...rest} />;
}
