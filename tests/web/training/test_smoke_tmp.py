from portal.domain.organisation.models import Role
from tests import factories as f
from tests.factories_training import *
def test_smoke(browser):
    with browser.database() as s:
        root=f.unit(s); who=f.employee(s,unit_=root); f.role(s,who,Role.HR_ADMIN,over=root)
        c=a_course(s,agency=root.agency,tags=("pelayanan",)); t=a_trainer(s,who=who); teaches(s,c,t)
        r=a_room(s,root.agency)
        h=a_session(s,course=c,for_=root,room=r,trainers=(t,),days=2)
        d=a_course(s,state="draft",agency=root.agency)
        urls=["","/courses/%d"%c.id,"/courses/%d"%d.id,"/sessions/%d"%h.id,"/calendar","/calendar?month=2026-11","/trainers","/trainers/%d"%t.id,"/teach","/teach?show=past","/teach/courses/new","/courses/%d/edit"%c.id,"/courses/%d/sessions/new"%c.id,"/sessions/%d/edit"%h.id,"/sessions/%d/call-off"%h.id,"/sessions/%d/money"%h.id,"/sessions/%d/materials/new"%h.id,"/feed","/trainers/new","/trainers/%d/edit"%t.id,"/rooms","/rooms/new","/rooms/%d"%r.id,"/sessions/%d/calendar.ics"%h.id]
        aid=who.account_id
    browser.sign_in(aid)
    bad=[]
    for u in urls:
        try:
            a=browser.get("/training"+u)
            if a.status_code!=200: bad.append((u,a.status_code))
        except Exception as e:
            bad.append((u,repr(e)[:300]))
    assert bad==[]
