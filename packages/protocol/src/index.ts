export {
  Body,
  BodyDown,
  bodyText,
  CustomBody,
  FileBody,
  FileRef,
  ImageBody,
  inShort,
  mentionsOf,
  TextBody,
  UnknownBody,
  Voice,
} from './body.js';
export { type CloseCode, closeCodes, type ErrorCode, errorCodes, retryAfterClose } from './codes.js';
export { ConversationKind, type Flag, Head, Member, Preview, Role, User } from './conversation.js';
export * as down from './down/index.js';
export { Down } from './down/index.js';
export { AppId, Cid, ConversationId, directConversation, Epoch, FileId, UserId } from './ids.js';
export { defaultLimits, Limits, utf8Length } from './limits.js';
export { Message, Reaction } from './message.js';
export {
  isKnownOp,
  isNoteOp,
  KnownLogOp,
  LogOp,
  messageCid,
  type NoteOp,
  UnknownLogOp,
  WriteOp,
} from './operation.js';
export * as up from './up/index.js';
export { Up } from './up/index.js';
export { paths, protocolVersion, subprotocol } from './version.js';
