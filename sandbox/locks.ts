/** A lock that a user holds on a path. With `readlock` others cannot download it either. */
interface Lock {
  readonly user: string;
  readonly readlock: boolean;
}

/** Locks by path. */
export type Locks = Map<string, Lock>;
