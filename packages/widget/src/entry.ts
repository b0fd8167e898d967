// What the loader imports on the first opening: defines `tim-widget` and what it shows. The launcher is there.
import './widget/define.js';
