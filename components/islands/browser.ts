// The script of the sign-in pages. `lib/server/bundle-islands.mjs` bundles it, with Preact in the place of React.
import type { ComponentType } from "react";
import { PasskeyAble } from "@/components/auth/passkey-able";
import { PasskeySignIn } from "@/components/auth/passkey-sign-in";
import { PasswordCounter } from "@/components/auth/password-counter";
import { CopyButton } from "@/components/ui/copy-button";
import { LanguageSwitch } from "@/components/ui/language-switch";
import { RevealToggle } from "@/components/ui/reveal-toggle";
import { ThemeSwitch } from "@/components/ui/theme-switch";
import type { IslandName } from "./names";
import { PasskeyEnrolment } from "./passkey-enrolment";
import { PasskeyOffer } from "./passkey-offer";
import { takeOver } from "./take-over";

takeOver({
  CopyButton,
  LanguageSwitch,
  PasskeyAble,
  PasskeyEnrolment,
  PasskeyOffer,
  PasskeySignIn,
  PasswordCounter,
  RevealToggle,
  ThemeSwitch,
} satisfies Record<IslandName, ComponentType<never>>);
