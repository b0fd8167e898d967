import { createLauncher, launcherStyles, sheetOf } from '../loader/launcher.js';
import { TimWidget } from './widget.js';

// Before the element is defined, for those that wait in the page are made then.
TimWidget.addLauncher = (root) => {
  root.adoptedStyleSheets = [sheetOf(launcherStyles)];
  root.append(createLauncher(''));
};
