export { offlinePage, type OfflinePages } from './offline-page.js';
export { openSite, type Site, type SiteFile } from './site.js';
