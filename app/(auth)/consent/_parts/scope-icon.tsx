import {
  CalendarDays,
  Clock,
  Code,
  Contact,
  FileText,
  IdCard,
  Image,
  KeyRound,
  LayoutGrid,
  type LucideIcon,
  Mail,
  MapPin,
  Pencil,
  Phone,
  ShieldAlert,
  User,
  Users,
} from "lucide-react";

/** The drawings that a scope may name in the catalogue. */
const icons: Record<string, LucideIcon> = {
  calendar: CalendarDays,
  clock: Clock,
  code: Code,
  contact: Contact,
  file: FileText,
  "id-card": IdCard,
  image: Image,
  "layout-grid": LayoutGrid,
  mail: Mail,
  "map-pin": MapPin,
  pencil: Pencil,
  phone: Phone,
  user: User,
  users: Users,
};

/** Decorative; an unknown name falls back to what the risk suggests. */
export function ScopeIcon({ name, risk }: { name: string | null; risk: string }) {
  const Icon = (name && icons[name]) || (risk === "sensitive" ? ShieldAlert : risk === "change" ? Pencil : KeyRound);
  return <Icon aria-hidden="true" className="size-5 shrink-0 text-fg-subtle" strokeWidth={1.75} />;
}
