/** What holds files until they are sent. Fetched with the first of them. */
export { sortFiles } from '../base/file-problems.js';

import '../file-tray/file-tray.js';

export { stagedOf } from '../file-tray/staged.js';
