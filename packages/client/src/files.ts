export { checkFiles, type RefusedFile } from './transfers/check-files.js';
export { extensionOf } from './transfers/describe.js';
