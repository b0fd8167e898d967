/** Who can sit at the demo desk, and whom they know: names in three scripts. */
export interface DemoPerson {
  id: string;
  name: string;
  role: 'agent' | 'user';
}

export const demoPeople: readonly DemoPerson[] = [
  { id: 'maya', name: 'Maya Lindqvist', role: 'agent' },
  { id: 'siyuan', name: '陈思远', role: 'agent' },
  { id: 'yusuf', name: 'يوسف حداد', role: 'agent' },
  { id: 'ines', name: 'Inês Carvalho', role: 'user' },
];
