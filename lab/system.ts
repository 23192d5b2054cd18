import type { Accounts } from './accounts.ts';
import type { Mismatch } from './check.ts';
import type { Asked } from './faults.ts';
import type { Request, Response } from './http.ts';
import type { Members } from './shape.ts';
import type { World } from './world.ts';

/** An error as a service tells it. */
export interface ServiceError {
  readonly code: string;
  /** Of HTTP. */
  readonly status: number;
  readonly message: string;
}

/** A request that a system understands. */
export interface Call {
  readonly asked: Asked;
  readonly answer: () => Response;
  /** The answer of a fault: how the system tells this error to this request. */
  readonly refuse: (error: ServiceError) => Response;
}

/** Finds what a request asks for; `undefined` where the system does not know the operation. */
export type Open = (request: Request) => Call | undefined;

/** One system that the lab speaks for, with its wire protocol. */
export interface System {
  /** Its operations bear it as a prefix: `s3:GetBucketVersioning`. */
  readonly id: string;
  /** The names of all operations, without the prefix. */
  readonly operations: readonly string[];
  /** What it adds to an account of a world. */
  readonly accountMembers: Members;
  /** What it adds to a world itself. */
  readonly worldMembers?: Members;
  /** What is wrong with a world beyond its shape, which has been checked. */
  readonly check?: (world: World) => readonly Mismatch[];
  /** Whether a request is meant for it. All systems share one port. */
  readonly claims: (request: Request) => boolean;
  readonly open: (world: World, accounts: Accounts) => Open;
  /** What it says to requests for operations that it does not know. */
  readonly unknown: (request: Request) => Response;
  /** What it says to those who ask too often. */
  readonly throttled: ServiceError;
  /** What it says to those who may not ask. */
  readonly denied: ServiceError;
}
